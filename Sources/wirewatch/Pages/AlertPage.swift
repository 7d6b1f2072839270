import Model
import Pipeline
import Text

/// How alerts are listed and explained.
enum AlertPage {
    // MARK: List

    static func line(_ stored: StoredAlert, clock: WallClock, screen: Screen) -> String {
        let alert = stored.alert
        return row(
            alert.decided, "\(alert.id)",
            [
                Screen.Cell(alert.reason.words, alert.content.severity == .urgent ? .red : .bold),
                Screen.Cell(counted(alert.content.outlets, "outlet")),
            ], alert.content.headline, stored.deliveries, clock: clock, screen: screen)
    }

    /// What was decided when, under which name, what it says, and a line for each route that it takes.
    static func row(
        _ decided: Timestamp, _ name: String, _ grounds: [Screen.Cell], _ headline: String,
        _ deliveries: [DeliveryStanding], clock: WallClock, screen: Screen
    ) -> String {
        let head = [Screen.Cell(clock.long(decided), .dim), Screen.Cell(name, .cyan)] + grounds
        let lines = deliveries.map { standing($0, clock: clock, paint: screen.paint) }
        return ([screen.row(head, TerminalText.safe(headline))] + lines)
            .joined(separator: "\n" + Screen.indent)
    }

    static func write(_ stored: StoredAlert, to json: inout JSONWriter) {
        let alert = stored.alert
        json.field("alert", "\(alert.id)")
        json.field("watch", alert.id.watch)
        json.field("story", "\(alert.id.story)")
        json.field("revision", alert.revision)
        json.field("reason", alert.reason.words)
        json.field("decided", "\(alert.decided)")
        json.field("severity", alert.content.severity.rawValue)
        json.field("headline", alert.content.headline)
        json.field("url", alert.content.url)
        json.field("outlets", alert.content.outlets)
        json.field("languages", alert.content.languages)
        json.field("items", alert.content.items)
        write(alert.content.evidence, to: &json)
        write(stored.deliveries, to: &json)
    }

    static func write(_ deliveries: [DeliveryStanding], to json: inout JSONWriter) {
        json.field(
            "deliveries",
            array: { json in
                for delivery in deliveries {
                    json.object { json in
                        json.field("route", delivery.route)
                        json.field("state", delivery.state.rawValue)
                        json.field("attempts", delivery.attempts)
                        json.field("next_attempt", delivery.nextAttempt?.description)
                        json.field("finished", delivery.finished?.description)
                        json.field("error", delivery.error)
                        json.field("silence", delivery.silence?.description)
                        json.field("note", delivery.note)
                        json.field("sent_with", delivery.companions)
                    }
                }
            })
    }

    static func write(_ evidence: [Evidence], to json: inout JSONWriter) {
        json.field(
            "why",
            array: { json in
                for ground in evidence {
                    json.object { json in
                        json.field("term", ground.term)
                        json.field("found", ground.found)
                        json.field("field", ground.field.rawValue)
                        json.field("snippet", ground.snippet)
                    }
                }
            })
    }

    static func standing(
        _ delivery: DeliveryStanding, clock: WallClock, paint: Paint = Paint(isOn: false)
    ) -> String {
        var text = "\(delivery.route): \(paint(delivery.state.rawValue, colour(of: delivery.state)))"
        if let finished = delivery.finished { text += " \(clock.long(finished))" }
        if delivery.state == .pending, let next = delivery.nextAttempt {
            // Before its first attempt it waits by the rules of its route.
            text += delivery.attempts == 0 ? ", waits" : ", next attempt \(clock.long(next))"
        }
        if delivery.attempts > 1 { text += ", \(delivery.attempts) attempts" }
        if delivery.companions > 0 { text += ", with \(delivery.companions) more in one message" }
        if let note = delivery.note { text += ", \(TerminalText.safe(note))" }
        if let error = delivery.error { text += ": \(TerminalText.safe(error))" }
        return text
    }

    private static func colour(of state: DeliveryState) -> Paint.Colour {
        switch state {
        case .delivered: .green
        case .pending: .yellow
        case .failed: .red
        case .silenced, .dropped: .dim
        }
    }

    // MARK: Why

    /// Why an alert fired, what it rests on and where it went.
    static func text(_ stored: StoredAlert, query: String?, clock: WallClock) -> String {
        let alert = stored.alert
        let content = alert.content
        var lines = ["alert \(alert.id), revision \(alert.revision): \(alert.reason.words)"]
        lines.append("  \(TerminalText.safe(content.headline))")
        if let url = content.url { lines.append("  \(TerminalText.safe(url))") }
        lines.append("  decided \(clock.long(alert.decided)), severity \(content.severity.rawValue)")
        lines.append("")
        lines.append(
            "watch \(content.watch) met a report of story \(content.story), and nobody had been told of it.")
        if alert.revision > 1 {
            lines.append("this revision was decided for a reason of its own: \(alert.reason.words).")
        }
        if let query { lines.append("  query  \(TerminalText.safe(query))") }
        for ground in content.evidence {
            lines.append(
                "  \(ground.term) met “\(TerminalText.safe(ground.found))” in the \(ground.field.rawValue): "
                    + TerminalText.safe(ground.snippet))
        }
        lines.append("")
        lines.append(
            "the story then had \(counted(content.items, "item")) of \(counted(content.outlets, "outlet")) in "
                + "\(content.languages.joined(separator: ", ")), "
                + "\(counted(content.independentTexts, "independent text"));"
        )
        lines.append("first \(content.firstOutlet), \(clock.long(content.firstReport)).")
        for report in content.reports {
            let copy = report.isCopy ? " (copy)" : ""
            lines.append(TerminalText.safe("  \(report.outlet)\(copy): \(report.title)"))
        }
        lines.append("")
        lines += stored.deliveries.map { "  " + standing($0, clock: clock) }
        if stored.deliveries.isEmpty { lines.append("  no route takes it: it stands in digests and here") }
        return lines.joined(separator: "\n") + "\n"
    }
}
