import Text

/// Addresses of items, before they stand in anything that follows them.
enum WebLink {
    /// Bytes of an address; browsers and services take about as many.
    private static let longest = 2000

    /// `url` where it is one of http or https, with nothing in it that no address has; `nil` otherwise.
    static func safe(_ url: String?) -> String? {
        guard let url, url.utf8.count <= longest else { return nil }
        let lower = url.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"), TerminalText.safe(url) == url,
            !url.unicodeScalars.contains(where: {
                $0.value <= 0x20 || "<>\"`{}|\\^".unicodeScalars.contains($0)
            })
        else { return nil }
        return url
    }
}
