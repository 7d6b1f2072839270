import FoundationEssentials
package import Model
package import Platform

/// Where a command leaves what a person decided about stories, and the one who writes to the database finds it.
package struct RulingDesk: Sendable, Hashable {
    private let folder: RequestFolder

    /// A request, or `nil` where nobody can read it.
    package typealias Entry = (name: String, request: RulingRequest?)

    package init(path: String) { folder = RequestFolder(path: path) }

    /// Leaves `request`; those that are left later are done later.
    package func leave(_ request: RulingRequest, at moment: Timestamp) throws(SystemError) {
        let dice = try Randomness.bytes(count: 4).map { String($0, radix: 16) }.joined()
        let digits = String(moment.milliseconds)
        // As long for all moments, so that names are in the order of time.
        let stamp = String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
        let content: Data
        do {
            content = try JSONEncoder().encode(request)
        } catch {
            preconditionFailure("a request is made of numbers and texts: \(error)")
        }
        try folder.add("\(stamp)-\(dice)", content: Array(content))
    }

    /// What was left, in order.
    package var entries: [Entry] {
        folder.names.map { name in
            // Whatever is wrong with the file, it is no request.
            let content = try? folder.content(of: name)
            return (name, content.flatMap { try? JSONDecoder().decode(RulingRequest.self, from: Data($0)) })
        }
    }

    package func remove(_ name: String) { folder.remove([name]) }
}
