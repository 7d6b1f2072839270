/// The choice of the item that speaks for a story.
package enum LeadItem {
    /// The lead of `reports`, which are in order of arrival.
    ///
    /// The earliest of a wire or official outlet in `language`, else the earliest in `language`, else the
    /// earliest; copies step back behind independent texts. `nil` only for no reports.
    package static func choice(among reports: [Report], language: String?) -> Report? {
        let independent = reports.filter { !$0.isCopy }
        let candidates = independent.isEmpty ? reports : independent
        let native = candidates.filter { language != nil && $0.primaryLanguage == language }
        let agencies = native.filter { $0.outlet.kind == .wire || $0.outlet.kind == .official }
        for group in [agencies, native, candidates] {
            if let first = group.min(by: { ($0.item.time, $0.item.id) < ($1.item.time, $1.item.id) }) {
                return first
            }
        }
        return nil
    }
}

extension Report {
    package var isCopy: Bool {
        if case .copy = placement.report { return true }
        return false
    }

    /// `ko` of `ko-KP`.
    package var primaryLanguage: String? {
        item.content.language?.split(separator: "-").first.map { $0.lowercased() }
    }
}
