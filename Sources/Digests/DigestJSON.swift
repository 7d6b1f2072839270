import Model
import Text

/// A digest as one JSON object; keys are only ever added.
package enum DigestJSON {
    /// Version of the object's shape.
    package static let schema = 1

    /// The text of `digest` on one line, ended. Times are RFC 3339 UTC.
    package static func text(of digest: Digest) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("schema", schema)
            json.field("since", "\(digest.window.lowerBound)")
            json.field("until", "\(digest.window.upperBound)")
            json.field(
                "feeds",
                object: { json in
                    json.field("total", digest.feeds.feeds)
                    json.field("healthy", digest.feeds.healthy)
                    json.field(
                        "down",
                        array: { json in
                            for trouble in digest.feeds.down {
                                json.object { json in
                                    json.field("feed", trouble.feed)
                                    json.field("error", trouble.words)
                                }
                            }
                        })
                })
            json.field("new", digest.newStories)
            json.field(
                "stories",
                array: { json in
                    for section in digest.sections {
                        for entry in section.entries { write(entry, state: "new", to: &json) }
                    }
                    for entry in digest.moved { write(entry, state: "moved", to: &json) }
                    for entry in digest.ended { write(entry, state: "ended", to: &json) }
                })
            json.field("silent_watches", digest.silentWatches.map(\.name))
        }
        return json.text + "\n"
    }

    private static func write(_ entry: Digest.Entry, state: String, to json: inout JSONWriter) {
        json.object { json in
            json.field("number", entry.number)
            json.field("story", "\(entry.id)")
            json.field("state", state)
            json.field("headline", entry.lead.title)
            json.field("sentence", Sentence.first(of: entry.lead.text))
            json.field("url", entry.lead.url)
            json.field("items", entry.items)
            json.field("outlets", entry.outletNames)
            json.field("languages", entry.languages)
            json.field("independent_texts", entry.independentTexts)
            json.field("items_before", entry.earlierItems)
            json.field("outlets_before", entry.earlierOutlets)
            json.field("heat", entry.heat)
            json.field("last_report", "\(entry.lastReport)")
            json.field("first", object: { write(members: entry.first, to: &$0) })
            json.field(
                "also",
                array: { json in
                    for report in entry.also { json.object { write(members: report, to: &$0) } }
                })
            json.field(
                "copies",
                array: { json in
                    for copied in entry.copied {
                        json.object { json in
                            json.field("outlet", copied.outlet)
                            json.field("count", copied.count)
                        }
                    }
                })
            json.field(
                "watches",
                array: { json in
                    for match in entry.matches {
                        json.object { json in
                            json.field("watch", match.watch)
                            json.field("why", match.evidence.map { "\($0.term) (\($0.field.rawValue))" })
                        }
                    }
                })
        }
    }

    private static func write(members report: DigestReport, to json: inout JSONWriter) {
        json.field("outlet", report.outlet.name)
        json.field("kind", report.outlet.kind?.rawValue)
        json.field("language", report.language)
        json.field("title", report.title)
        json.field("url", report.url)
        json.field("time", "\(report.time)")
    }
}
