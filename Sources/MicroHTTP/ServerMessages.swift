/// One request as the server got it.
package struct ServerRequest: Sendable, Hashable {
    package var method: String
    /// Path with its query.
    package var target: String
    /// Names in small letters.
    package var headers: [String: String]
    /// Of the query, decoded, in order.
    package var arguments: [Argument]
    package var body: [UInt8]

    package struct Argument: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        method: String, target: String, headers: [String: String], arguments: [Argument], body: [UInt8]
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.arguments = arguments
        self.body = body
    }

    /// The first argument called `name`.
    package func argument(_ name: String) -> String? { arguments.first { $0.name == name }?.value }

    /// The target without its query.
    package var path: String { target.firstIndex(of: "?").map { String(target[..<$0]) } ?? target }
}

/// What the server says.
package struct ServerAnswer: Sendable, Hashable {
    package var status: Int
    package var headers: [Header]
    package var body: [UInt8]

    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
