/// The name of an outlet that the configuration does not name.
package enum OutletName {
    /// The name of the outlet at an http or https address; `nil` for any other text.
    package static func name(ofURL url: String) -> String? { WebAddress.host(of: url).map(name(ofHost:)) }

    /// The label that somebody registered: `kommersant` of `www.kommersant.ru`, `chosun` of `english.chosun.co.kr`.
    ///
    /// The whole host where there is none: an address in numbers, `localhost`.
    static func name(ofHost host: String) -> String {
        let labels = host.split(separator: ".").map(String.init)
        let isNumeric = labels.allSatisfy { $0.allSatisfy(\.isNumber) }
        guard labels.count >= 2, !isNumeric, !host.hasPrefix("[") else { return host }
        let hasSecondLevel =
            labels.count >= 3 && secondLevels.contains(labels[labels.count - 2])
            && labels[labels.count - 1].count == 2
        return labels[labels.count - (hasSecondLevel ? 3 : 2)]
    }

    /// Under two-letter countries, labels that are registered below.
    private static let secondLevels: Set<String> = [
        "co", "com", "org", "net", "go", "gov", "or", "ne", "ac", "ad", "ed", "edu", "gr", "lg", "re", "pe",
        "mil",
        "info", "press",
    ]
}
