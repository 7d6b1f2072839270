package import Model
package import Text

/// A summary of feeds in trouble for a program: the envelope of Standard Webhooks, in one line.
///
/// Its type is the gravest event in it; each row says its own. Keys keep their order, and later versions only add to
/// them.
package enum FeedNoticeJSON {
    /// The whole document, without a line feed. Times are RFC 3339, UTC.
    package static func bytes(of notice: FeedNotice) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", notice.event.rawValue)
            writer.field("timestamp", CivilTime.rfc3339(notice.decided))
            writer.field("data", object: { write(notice, to: &$0) })
        }
        return writer.bytes
    }

    /// The members of `data`.
    static func write(_ notice: FeedNotice, to writer: inout JSONWriter) {
        writer.field("schema", 1)
        writer.field("id", notice.id.description)
        writer.field("key", notice.idempotencyKey)
        writer.field("watch", notice.id.watch)
        writer.field("severity", notice.severity.rawValue)
        writer.field("headline", FeedNoticeText.headline(of: notice))
        writer.field(
            "counts",
            object: { writer in
                writer.field("feeds", notice.feeds)
                writer.field("troubles", notice.troubles.count + notice.unlisted)
                writer.field("recovered", notice.recovered.count)
                writer.field("ongoing", notice.ongoing)
            })
        writer.field(
            "feeds",
            array: { writer in
                for trouble in notice.troubles { writer.object { write(trouble, to: &$0) } }
            })
        writer.field(
            "recovered",
            array: { writer in
                for recovery in notice.recovered {
                    writer.object { writer in
                        writer.field("feed", recovery.feed)
                        writer.field("event", recovery.event.rawValue)
                        writer.field("told", CivilTime.rfc3339(recovery.told))
                    }
                }
            })
        write(notice.silences ?? [], to: &writer)
    }

    /// The member `silent_watches`.
    package static func write(_ silences: [WatchSilence], to writer: inout JSONWriter) {
        writer.field(
            "silent_watches",
            array: { writer in
                for silence in silences {
                    writer.object { writer in
                        writer.field("watch", silence.watch)
                        writer.field("since", CivilTime.rfc3339(silence.since))
                        writer.field("has_matched", silence.hasMatched)
                    }
                }
            })
    }

    /// The members of one trouble.
    package static func write(_ trouble: FeedTrouble, to writer: inout JSONWriter) {
        writer.field("feed", trouble.feed)
        writer.field("event", trouble.event.rawValue)
        writer.field("state", trouble.state.rawValue)
        writer.field("url", trouble.url)
        writer.field("outlet", trouble.outlet)
        writer.field("since", trouble.since.map { CivilTime.rfc3339($0) })
        writer.field("error", trouble.error)
        writer.field("status", trouble.status)
        writer.field("last_success", trouble.lastSuccess.map { CivilTime.rfc3339($0) })
        writer.field("last_new_item", trouble.lastNewItem.map { CivilTime.rfc3339($0) })
        writer.field("next_poll", trouble.nextPoll.map { CivilTime.rfc3339($0) })
        writer.field("moved_to", trouble.movedTo)
        writer.field("advice", trouble.advice)
    }
}
