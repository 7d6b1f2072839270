import Curl
import Fetching
import MicroHTTP
import Model
import Pipeline
import Platform
import TestSupport

/// A fetcher and two origins on loopback: one that behaves, and one that sends anything.
struct Desk {
    static let now = Timestamp(seconds: 1_795_000_000)

    let server: TestServer
    let raw: RawServer
    let fetcher: CurlFetcher

    init() throws {
        server = try TestServer()
        raw = try RawServer()
        fetcher = CurlFetcher(engine: try TransferEngine(), now: { Self.now })
    }

    func request(_ path: String, _ change: (inout FetchRequest) -> Void = { _ in }) -> FetchRequest {
        var request = FetchRequest(
            url: server.url + path, userAgent: "wirewatch/test",
            addresses: AddressPolicy(allowedPrivateBlocks: ["127.0.0.1/32"]))
        change(&request)
        return request
    }

    /// The same for the origin that sends anything.
    func rawRequest(_ path: String, _ change: (inout FetchRequest) -> Void = { _ in }) -> FetchRequest {
        request(path) {
            $0.url = raw.url + path
            change(&$0)
        }
    }

    func error(_ request: FetchRequest) async -> FetchError? {
        do throws(FetchError) {
            _ = try await fetcher.fetch(request)
            return nil
        } catch {
            return error
        }
    }

    /// The document and what came with it; `nil` for a 304.
    func document(_ request: FetchRequest) async throws -> (body: [UInt8], metadata: FetchMetadata)? {
        guard case .document(let body, let metadata) = try await fetcher.fetch(request) else { return nil }
        return (body, metadata)
    }

    func redirect(_ status: Int, to location: String) -> ServerAnswer {
        ServerAnswer(status: status, headers: [ServerAnswer.Header("Location", location)])
    }
}
