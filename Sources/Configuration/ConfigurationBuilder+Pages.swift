/// The pages, and what else listens.
extension ConfigurationBuilder {
    /// Says where links lead to nothing, and where two listeners want one place, of which the second gets none.
    func checkListeners(_ reader: inout SectionReader) {
        if daemon.base != nil, !reader.has("pages") {
            reader.warn(
                at: reader.place("base-url"),
                "messages link to pages, and none are served: add `pages = 127.0.0.1:9811`, or leave this out"
            )
        }
        let places = [("listen", daemon.listen), ("metrics", daemon.metrics), ("pages", daemon.pages)]
        for (index, (key, place)) in places.enumerated() {
            guard let place, let other = places[..<index].first(where: { $0.1 == place })?.0 else { continue }
            reader.warn(
                at: reader.place(key),
                "`\(other)` listens at \(place) already: give `\(key)` another port, or nothing is served there"
            )
        }
    }
}
