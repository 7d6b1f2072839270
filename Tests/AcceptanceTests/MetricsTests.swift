import Curl
import MicroHTTP
import Platform
import TestSupport
import Testing

@Suite struct `the figures of a running daemon` {
    @Test func `are Prometheus's text, with signs of life beside them`() async throws {
        let program = try Program()
        let port = try FreePort.find()
        program.server.serve("/feed", Program.feed())
        try program.write(
            "feeds.conf",
            """
            [wirewatch]
            allow-private-addresses = 127.0.0.0/8
            metrics = 127.0.0.1:\(port)
            [watch "all"]
            query = x
            [feed "a"]
            url = \(program.server.url)/feed

            """)
        let engine = try TransferEngine()
        func ask(_ path: String) async -> TransferResponse? {
            var request = TransferRequest(url: "http://127.0.0.1:\(port)\(path)")
            request.policy = ConnectPolicy(allowed: [], allowsAll: true)
            // Nobody listens yet, perhaps.
            return try? await engine.perform(request)
        }
        let daemon = Task { try await program.run("run", timeLimit: .seconds(300)) }
        var text = ""
        for _ in 0..<500 where !text.contains("last_success_timestamp_seconds{") {
            // The start of a program takes the time of a start: the daemon gets there meanwhile.
            _ = try await program.run("status")
            text = await ask("/metrics").map { String(decoding: $0.body, as: UTF8.self) } ?? ""
        }
        let families = try MetricsReader.families(of: text)
        #expect(families["wirewatch_stories_open"] == "gauge")
        #expect(families["wirewatch_items_total"] == "counter")
        let names = [
            "wirewatch_feed_last_success_timestamp_seconds", "wirewatch_feed_failures_total",
            "wirewatch_feed_silence_seconds", "wirewatch_story_merge_total", "wirewatch_watch_matches_total",
            "wirewatch_alerts_total", "wirewatch_delivery_queue", "wirewatch_poll_lag_seconds",
            "wirewatch_db_size_bytes", "wirewatch_config_last_reload_successful",
        ]
        #expect(names.filter { families[$0] == nil }.isEmpty)
        #expect(await ask("/healthz")?.status == 200)
        #expect(await ask("/readyz")?.status == 200)
        #expect(await ask("/metrics/all")?.status == 404)
        #expect(await ask("/")?.status == 404)
        daemon.cancel()
        #expect(try await daemon.value.status == .exited(0))
    }
}

/// Reads figures as strictly as the format is written down.
enum MetricsReader {
    struct Mistake: Error, CustomStringConvertible {
        var description: String
    }

    /// The type of each family.
    static func families(of text: String) throws -> [String: String] {
        var types: [String: String] = [:]
        var helped: Set<String> = []
        var current = ""
        guard text.hasSuffix("\n") else { throw Mistake(description: "no line feed at the end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# HELP ") {
                guard words.count == 4, helped.insert(words[2]).inserted else {
                    throw Mistake(description: "help twice, or none: \(line)")
                }
                current = words[2]
            } else if line.hasPrefix("# TYPE ") {
                guard words.count == 4, words[2] == current, types[current] == nil,
                    ["counter", "gauge"].contains(words[3])
                else { throw Mistake(description: "type twice, or of another: \(line)") }
                types[current] = words[3]
            } else {
                let sample = try
                    #/^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+="([^"\\\n]|\\[\\"n])*"(,[a-z_]+="([^"\\\n]|\\[\\"n])*")*\})? -?[0-9]+(\.[0-9]+)?$/#
                    .wholeMatch(in: line)
                guard let sample, sample.1 == current, types[current] != nil else {
                    throw Mistake(description: "no sample of \(current): \(line)")
                }
            }
        }
        return types
    }
}
