import Model

/// `[watch]` with `on`: a watch over the feeds themselves.
extension ConfigurationBuilder {
    mutating func readFeedWatch(_ reader: inout SectionReader, name: String) {
        let events = Set(reader.choices("on", FeedEvent.self))
        var watch = FeedWatchSettings(name: name, events: events)
        if let entry = reader.entry("at"), let time = time(entry, &reader) { watch.at = time }
        watch.after = reader.duration("after") ?? watch.after
        (watch.languages, watch.tags, watch.sources) = readFilters(&reader)
        watch.severity = reader.choice("severity", Severity.self) ?? watch.severity
        let notify = reader.words("notify")
        watch.notify = notify.map(\.text)
        routeNames += notify
        watch.note = reader.text("note")
        watch.owner = reader.text("owner")
        for key in ["query", "score"] where reader.has(key) {
            reader.fail(
                at: reader.place(key), "watch `\(name)` has both `on` and `\(key)`: make it two watches")
        }
        for key in Self.itemKeys where reader.has(key) {
            reader.warn(at: reader.place(key), "`\(key)` has no effect beside `on`")
        }
        feedWatches.append(watch)
    }

    /// Keys that are about items and stories.
    private static let itemKeys = [
        "threshold", "min-outlets", "within", "escalate", "update-on", "digest", "stem", "match", "expires",
        "expect",
    ]
}
