import Glibc
import MicroHTTP
import Platform

/// `newsroom [--port N] [--log FILE] DIRECTORY`: serves a folder of feed documents on loopback, as outlets would.
enum NewsroomCommand {
    static let usage = "usage: newsroom [--port N] [--log FILE] DIRECTORY"

    /// Serves until a signal ends the process, on threads of the pool.
    static func start(_ arguments: [String]) {
        Task {
            await run(arguments)
            exit(0)
        }
    }

    private static func run(_ arguments: [String]) async {
        var port: UInt16 = 8979
        var log: String?
        var folder: String?
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--port":
                guard let number = rest.popFirst().flatMap({ UInt16($0) }) else {
                    return fail(usage, code: 2)
                }
                port = number
            case "--log": log = rest.popFirst()
            default: folder = argument
            }
        }
        guard let folder else { return fail(usage, code: 2) }
        do {
            let shelf = try Shelf(folder: folder)
            let requests = log.map { RequestLog(path: $0) }
            let server = try LoopbackServer(port: port) { request in
                let answer = shelf.answer(request)
                requests?.note(request, answer)
                return answer
            }
            say("\(shelf.count) documents at \(server.url)/\n", to: .output)
            for await signal in try Signals.arriving() where signal != .hangUp { break }
            withExtendedLifetime(server) {}
        } catch {
            fail("newsroom: \(error)", code: 1)
        }
    }

    private static func say(_ text: String, to stream: StandardStream) {
        // Nobody reads: then nobody misses it.
        _ = try? StandardStreams.write(text, to: stream)
    }

    private static func fail(_ message: String, code: Int32) {
        say(message + "\n", to: .error)
        exit(code)
    }
}
