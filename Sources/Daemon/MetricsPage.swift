package import Model
package import Pipeline
import Web

/// The figures of the daemon as Prometheus reads them; docs/service.md lists them. No text from outside is in it.
package enum MetricsPage {
    package static func text(
        _ counters: Counters, _ gauges: StoreGauges, version: String, waits: Bool = false, at now: Timestamp
    ) -> String {
        var text = MetricsText()
        text.family(
            "wirewatch_build_info", .gauge, help: "The version that runs.",
            [.init([.init("version", version)], .integer(1))])
        add(feeds: counters.feeds.sorted { $0.key < $1.key }, to: &text, at: now)
        text.family(
            "wirewatch_stories_open", .gauge, help: "Stories that still take reports.",
            [.init([], .integer(Int64(gauges.openStories)))])
        text.family(
            "wirewatch_story_merge_total", .counter, help: "Reports that joined a story, by rule.",
            samples(counters.merges, label: "rule"))
        text.family(
            "wirewatch_watch_matches_total", .counter, help: "Items that met a watch.",
            samples(counters.matches, label: "watch"))
        let attempts = counters.attempts.sorted {
            ($0.key.watch, $0.key.route, $0.key.result.rawValue)
                < ($1.key.watch, $1.key.route, $1.key.result.rawValue)
        }
        text.family(
            "wirewatch_alerts_total", .counter, help: "Attempts to deliver an alert, by what became of them.",
            attempts.map { attempt, count in
                .init(
                    [
                        .init("watch", attempt.watch), .init("route", attempt.route),
                        .init("result", attempt.result.rawValue),
                    ], .integer(Int64(count)))
            })
        add(gauges, to: &text, at: now)
        text.family(
            "wirewatch_store_waiting", .gauge, help: "Whether work waits for a store that takes no writes.",
            [.init([], .integer(waits ? 1 : 0))])
        text.family(
            "wirewatch_config_last_reload_successful", .gauge,
            help: "Whether the configuration was obeyed when it was read last.",
            [.init([], .integer(counters.isReloadSound ? 1 : 0))])
        if let last = counters.lastReload {
            text.family(
                "wirewatch_config_last_reload_success_timestamp_seconds", .gauge,
                help: "When the configuration was read and obeyed last.",
                [.init([], .thousandths(last.milliseconds))])
        }
        return text.text
    }

    private static func add(
        feeds: [(key: String, value: Counters.Feed)], to text: inout MetricsText, at now: Timestamp
    ) {
        func moments(_ read: (Counters.Feed) -> Int64?) -> [MetricsText.Sample] {
            feeds.compactMap { name, feed in
                read(feed).map { .init([.init("feed", name)], .thousandths($0)) }
            }
        }
        text.family(
            "wirewatch_feed_last_success_timestamp_seconds", .gauge, help: "When the feed was read last.",
            moments { $0.lastSuccess?.milliseconds })
        text.family(
            "wirewatch_feed_failures_total", .counter, help: "Polls that failed, by reason.",
            feeds.flatMap { name, feed in
                feed.failures.sorted { $0.key < $1.key }.map { reason, count in
                    .init([.init("feed", name), .init("reason", reason)], .integer(Int64(count)))
                }
            })
        text.family(
            "wirewatch_feed_silence_seconds", .gauge, help: "How long ago the feed's newest item came.",
            moments { feed in feed.lastNewItem.map { max(0, now.milliseconds - $0.milliseconds) } })
        text.family(
            "wirewatch_items_total", .counter,
            help: "Items of polled and pushed documents, by what they were.",
            feeds.flatMap { name, feed -> [MetricsText.Sample] in
                let results = [
                    ("new", feed.new), ("changed", feed.changed), ("duplicate", feed.duplicate),
                    ("dropped", feed.dropped),
                ]
                return results.map { result, count in
                    MetricsText.Sample(
                        [.init("feed", name), .init("result", result)], .integer(Int64(count)))
                }
            })
    }

    private static func add(_ gauges: StoreGauges, to text: inout MetricsText, at now: Timestamp) {
        func family(_ name: String, _ help: String, _ value: MetricsText.Value) {
            text.family(name, .gauge, help: help, [.init([], value)])
        }
        let lag = gauges.nextPoll.map { max(0, now.milliseconds - $0.milliseconds) } ?? 0
        family("wirewatch_poll_lag_seconds", "How overdue the most overdue feed is.", .thousandths(lag))
        family(
            "wirewatch_edit_queue", "Items that wait for their story.",
            .integer(Int64(gauges.unplaced)))
        family(
            "wirewatch_delivery_queue", "Deliveries that wait, or are tried again.",
            .integer(Int64(gauges.pendingDeliveries)))
        family("wirewatch_db_size_bytes", "The database, without its log.", .integer(gauges.bytes))
    }

    private static func samples(_ counts: [String: Int], label: String) -> [MetricsText.Sample] {
        counts.sorted { $0.key < $1.key }.map {
            MetricsText.Sample([.init(label, $0.key)], .integer(Int64($0.value)))
        }
    }
}
