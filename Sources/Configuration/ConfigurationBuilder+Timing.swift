import Model

/// When alerts go over a route: `group-wait`, `active` and the like.
extension ConfigurationBuilder {
    func timing(_ reader: inout SectionReader, route: RouteSettings) -> RouteTiming {
        var timing = RouteTiming()
        timing.groupWait = reader.duration("group-wait") ?? .zero
        timing.groupInterval = reader.duration("group-interval") ?? .zero
        timing.active = reader.entries("active").compactMap { hours($0, &reader) }
        timing.outside = reader.choice("outside", OutsideHours.self) ?? .hold
        timing.urgentSkips = Set(reader.choices("urgent-skips", UrgentSkip.self))
        timing.flood = route.isReadByPeople ? RouteType.usualFlood : nil
        if let flood = reader.value("flood", read: Self.flood) { timing.flood = flood }
        if !reader.has("active"), reader.has("outside") {
            reader.warn(at: reader.place("outside"), "`outside` has no effect without `active`")
        }
        let skips: [(UrgentSkip, String)] = [(.groupWait, "group-wait"), (.active, "active")]
        for (skip, key) in skips where timing.urgentSkips.contains(skip) && !reader.has(key) {
            reader.warn(
                at: reader.place("urgent-skips"), "urgent alerts have nothing to skip: there is no `\(key)`")
        }
        return timing
    }

    /// `.some(nil)` for none.
    private static func flood(_ text: String) -> Int?? {
        if text == "none" { return .some(nil) }
        return Int(text).flatMap { (1...100_000).contains($0) ? .some($0) : nil }
    }

    private func hours(_ entry: INIDocument.Entry, _ reader: inout SectionReader) -> ActiveHours? {
        do throws(CalendarExpression.Problem) {
            let hours = try ActiveHours(entry.value.text)
            if let zone = hours.zone {
                let offset = entry.value.text.utf8.count - zone.utf8.count
                guard isTimeZone((zone, entry.value.position(ofByte: offset)), &reader) else { return nil }
            }
            return hours
        } catch {
            reader.fail(
                at: entry.value.position(ofByte: error.offset), error.message, suggestion: error.suggestion)
            return nil
        }
    }
}
