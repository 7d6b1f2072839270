/// The choice of the item that speaks for a story.
package enum LeadItem {
    /// What the choice depends on.
    package struct Candidate: Sendable, Hashable {
        package var item: ItemID
        package var kind: OutletKind?
        /// BCP 47 primary tag.
        package var language: String?
        package var time: Timestamp
        package var isCopy: Bool

        package init(item: ItemID, kind: OutletKind?, language: String?, time: Timestamp, isCopy: Bool) {
            self.item = item
            self.kind = kind
            self.language = language
            self.time = time
            self.isCopy = isCopy
        }
    }

    /// The lead among `candidates` for a reader of `language`.
    ///
    /// The earliest of a wire or official outlet in `language`, else the earliest in `language`, else the
    /// earliest; copies step back behind independent texts. `nil` only for no candidates.
    package static func choice(among candidates: [Candidate], language: String?) -> ItemID? {
        let independent = candidates.filter { !$0.isCopy }
        let texts = independent.isEmpty ? candidates : independent
        let native = texts.filter { language != nil && $0.language == language }
        let agencies = native.filter { $0.kind == .wire || $0.kind == .official }
        for group in [agencies, native, texts] {
            if let first = group.min(by: { ($0.time, $0.item) < ($1.time, $1.item) }) { return first.item }
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

    /// What the choice of a lead depends on.
    package var candidate: LeadItem.Candidate {
        LeadItem.Candidate(
            item: item.id, kind: outlet.kind, language: primaryLanguage, time: item.time, isCopy: isCopy)
    }
}
