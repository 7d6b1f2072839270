import MicroHTTP
import Platform
import TestSupport
import Testing
import Text

/// The built program in a folder of its own, with an origin to poll.
struct Program {
    let server: TestServer
    private let scratch: ScratchFolder

    var folder: String { scratch.path }

    /// How the program ended and what it said.
    struct Outcome {
        var status: ChildStatus
        var output: String
        var errors: String
    }

    init() throws {
        server = try TestServer()
        scratch = try ScratchFolder()
    }

    /// The folder of the built programs: beside these tests.
    static let binaries: String = {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return Environment.value("WIREWATCH_BINARIES") ?? "/\(root)/.build/debug"
    }()

    static let root: String = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    func write(_ name: String, _ text: String) throws {
        let path = "\(folder)/\(name)"
        _ = try AppendingFile.append(Array(text.utf8), to: path)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try BoundedFile.read(path: "\(folder)/\(name)", limit: 64 << 20), as: UTF8.self)
    }

    /// Runs a command of the program on `feeds.conf` in its folder.
    ///
    /// - Parameters:
    ///   - environment: beside what every run has.
    ///   - wrapper: a command that runs the one which follows it.
    func run(
        _ arguments: String..., environment: [String: String] = [:], under wrapper: [String] = [],
        timeLimit: Duration = .seconds(600)
    ) async throws -> Outcome {
        try await run(arguments, environment: environment, under: wrapper, timeLimit: timeLimit)
    }

    func run(
        _ arguments: [String], environment: [String: String] = [:], under wrapper: [String] = [],
        timeLimit: Duration = .seconds(600)
    ) async throws -> Outcome {
        let usual = ["HOME": folder, "PATH": "/usr/bin:/bin"]
        var child = ChildProcess(
            command: wrapper + ["\(Self.binaries)/wirewatch"] + arguments
                + ["--config", "\(folder)/feeds.conf", "--state", folder],
            environment: usual.merging(environment) { _, given in given }, timeLimit: timeLimit)
        child.outputLimit = 16 << 20
        let result = try await child.run()
        return Outcome(
            status: result.status, output: String(decoding: result.output, as: UTF8.self),
            errors: String(decoding: result.errorOutput, as: UTF8.self))
    }
}
