/// What can be fuzzed: a reader of untrusted bytes, and what has to hold of what it makes of them.
///
/// A new target is a case here, a file that says what has to hold, and a folder of seeds under its name.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// A document as a server sends it.
    case feed
    /// A body of an entry.
    case html
    /// The text of a date.
    case date

    /// What does not hold of `input`; `nil` where all does. A crash, a hang and a leak speak for themselves.
    package func fault(in input: [UInt8]) -> String? {
        switch self {
        case .feed: FeedProperties.fault(in: input)
        case .html: MarkupProperties.fault(in: input)
        case .date: DateProperties.fault(in: input)
        }
    }
}

/// The first of `claims` that does not hold.
func firstFault(_ claims: (holds: Bool, name: String)...) -> String? {
    claims.first { !$0.holds }?.name
}

/// Whether `bytes` is text without control characters but those in `allowed`.
func isPrintable(_ bytes: [UInt8], allowed: Set<UInt8> = []) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
        && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || allowed.contains($0) }
}
