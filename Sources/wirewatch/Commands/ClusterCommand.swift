import Platform
import Stories
import Text

/// `cluster`: the daemon's story engine over a stream of articles.
enum ClusterCommand {
    static let spec = CommandSpec(
        "cluster", operands: "[FILE]", count: 0...1,
        summary: "places a stream of articles with the daemon's own story engine",
        options: [
            OptionSpec(
                "jsonl", value: "FILE",
                "one article a line: id, published, outlet, language, title, text, url"),
            OptionSpec("explain", "say as well how each was placed, and why"),
        ], examples: ["cluster --jsonl stream.jsonl", "cluster --explain --jsonl stream.jsonl"]
    ) { invocation throws(CommandFailure) in
        guard let file = invocation.value("jsonl") ?? invocation.operands.first else {
            throw .usage("cluster needs a file: wirewatch cluster --jsonl FILE")
        }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try BoundedFile.read(path: file, limit: fileLimit)
        } catch {
            throw .usage(TerminalText.safe(error.description))
        }
        var cluster = Cluster(settings: StorySettings(), explains: invocation.has("explain"))
        var code = ExitCode.done
        var output = ""
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
            do throws(Cluster.LineError) {
                for line in try cluster.place(Array(line)) { output += line + "\n" }
            } catch {
                Output.error("wirewatch: \(TerminalText.safe(file)):\(index + 1): \(error.message)\n")
                code = .usage
            }
            if output.utf8.count > chunk {
                Output.print(output)
                output = ""
            }
        }
        Output.print(output)
        return code
    }

    /// Bytes of a stream.
    private static let fileLimit = 4 << 30
    /// Bytes gathered before they are written.
    private static let chunk = 1 << 16
}
