import Model
import Text

/// A digest as one JSON object; keys are only ever added.
package enum DigestJSON {
    /// Version of the object's shape.
    package static let schema = 1

    /// The text of `digest` on one line, ended. Times are RFC 3339 UTC.
    package static func text(of digest: Digest) -> String { object(of: digest) + "\n" }

    /// One story as an object by itself.
    static func story(_ entry: Digest.Entry, state: Digest.State) -> String {
        var json = JSONWriter()
        write(entry, state: state, link: nil, to: &json)
        return json.text
    }

    /// The object alone.
    package static func object(of digest: Digest) -> String {
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
                                    json.field("since", trouble.since.map { "\($0)" })
                                }
                            }
                        })
                })
            json.field("new", digest.newStories)
            json.field(
                "stories",
                array: { json in
                    for (entry, state) in digest.stories {
                        write(entry, state: state, link: digest.frame.link(to: entry.id), to: &json)
                    }
                })
            json.field("silent_watches", digest.silentWatches.map(\.name))
            json.field("digest", digest.frame.name)
            json.field("reader", digest.frame.reader)
            json.field("next", digest.frame.next.map { "\($0)" })
            json.field("moved", digest.movedStories)
            json.field("ended", digest.ended.count)
            json.field("left_out", digest.leftOut)
            json.field(
                "quiet_watches",
                array: { json in
                    for watch in digest.silentWatches {
                        json.object { json in
                            json.field("watch", watch.name)
                            json.field("last_match", watch.lastMatch.map { "\($0)" })
                            json.field("usual_seconds", watch.rhythm.map { $0.milliseconds / 1000 })
                        }
                    }
                })
            json.field(
                "silences",
                array: { json in
                    for stored in digest.silences { json.object { write(stored, to: &$0) } }
                })
        }
        return json.text
    }

    private static func write(_ stored: StoredSilence, to json: inout JSONWriter) {
        let silence = stored.silence
        json.field("silence", "\(silence.id)")
        json.field("matchers", silence.matchers.map(\.description))
        json.field("author", silence.author)
        json.field("comment", silence.comment)
        json.field("start", "\(silence.start)")
        json.field("end", "\(silence.end)")
        json.field("ended_by", silence.endedBy)
        json.field("alerts", stored.alerts)
    }

    private static func write(
        _ entry: Digest.Entry, state: Digest.State, link: String?, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("number", entry.number)
            json.field("story", "\(entry.id)")
            json.field("state", state.rawValue)
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
            json.field("page", link)
            json.field("opened", "\(entry.opened)")
            json.field("updated", "\(entry.updated)")
            json.field("independent_texts_before", entry.earlierTexts)
            json.field("recent", object: { write(members: entry.recent, to: &$0) })
            json.field("moves", array: { json in for move in entry.moves { write(move, to: &json) } })
            json.field("notes", array: { json in for note in entry.notes { write(note, to: &json) } })
        }
    }

    private static func write(members recent: Digest.Recent, to json: inout JSONWriter) {
        json.field("hours", Digest.heatSpan.milliseconds / 3_600_000)
        json.field("independent_texts", recent.texts)
        json.field("outlets", recent.outlets)
        json.field("languages", recent.languages)
    }

    private static func write(_ dated: DatedMove, to json: inout JSONWriter) {
        json.object { json in
            json.field("time", "\(dated.moment)")
            switch dated.move {
            case .outlets(let count): json.field("outlets", count)
            case .kind(let kind): json.field("kind", kind.rawValue)
            case .language(let tag): json.field("language", tag)
            case .headline(let was): json.field("headline_was", was)
            }
        }
    }

    private static func write(_ note: DigestNote, to json: inout JSONWriter) {
        json.object { json in
            switch note {
            case .merged(let story, let name):
                json.field("merged", "\(story)")
                json.field("by", name)
            case .split(let story, let name):
                json.field("split_from", "\(story)")
                json.field("by", name)
            case .parted(let story, let name):
                json.field("split_off", "\(story)")
                json.field("by", name)
            }
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
