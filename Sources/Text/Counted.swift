/// `1 item`, `3 items`: a number with its noun.
///
/// - Parameter many: the noun of several; `nil` for `one` with an s.
package func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
}
