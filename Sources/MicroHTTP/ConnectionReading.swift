import CMicrohttpd

/// What both servers read of a connection of libmicrohttpd, and write to it.
enum ConnectionReading {
    static func send(_ answer: ServerAnswer, on connection: OpaquePointer) -> MHD_Result {
        guard
            let response = unsafe answer.body.withUnsafeBytes({ bytes in
                unsafe ww_mhd_response(bytes.baseAddress, bytes.count)
            })
        else { return .NO }
        defer { unsafe MHD_destroy_response(response) }
        for header in answer.headers {
            unsafe _ = MHD_add_response_header(response, header.name, header.value)
        }
        return unsafe MHD_queue_response(connection, UInt32(answer.status), response)
    }

    /// By name in small letters; one that comes more than once is a list.
    ///
    /// - Source: RFC 9110 §5.3.
    static func headers(_ connection: OpaquePointer) -> [String: String] {
        let pairs = unsafe pairs(connection, .HEADER_KIND)
        return Dictionary(pairs.map { ($0.0.lowercased(), $0.1) }) { "\($0), \($1)" }
    }

    static func target(_ connection: OpaquePointer, path: String) -> String {
        let arguments = unsafe pairs(connection, .GET_ARGUMENT_KIND)
        guard !arguments.isEmpty else { return path }
        return path + "?" + arguments.map { $0.1.isEmpty ? $0.0 : "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    static func arguments(_ connection: OpaquePointer) -> [ServerRequest.Argument] {
        unsafe pairs(connection, .GET_ARGUMENT_KIND).map { ServerRequest.Argument(name: $0.0, value: $0.1) }
    }

    private final class Pairs {
        var list: [(String, String)] = []
    }

    private static func pairs(_ connection: OpaquePointer, _ kind: MHD_ValueKind) -> [(String, String)] {
        let pairs = Pairs()
        let context = unsafe Unmanaged.passUnretained(pairs).toOpaque()
        unsafe _ = MHD_get_connection_values(
            connection, kind,
            { context, _, name, value in
                guard let context = unsafe context, let name = unsafe name else { return .YES }
                let pairs = unsafe Unmanaged<Pairs>.fromOpaque(context).takeUnretainedValue()
                let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
                unsafe pairs.list.append((String(cString: name), text))
                return .YES
            }, context)
        return withExtendedLifetime(pairs) { pairs.list }
    }
}
