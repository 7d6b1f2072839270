import FoundationEssentials
import Model
import Pipeline
import SQLite

/// A connection with its prepared statements; the shared ground of the store and of readers.
///
/// Belongs to the actor that made it.
package final class Database {
    let connection: Connection
    let path: String
    private var statements: [String: Statement] = [:]
    /// As SQLite begins, and as the store sets it.
    private var syncsCommits = true
    private let encoder: JSONEncoder
    private let decoder = JSONDecoder()

    /// How long a statement waits for another process that holds the database.
    static let busyTimeout: Duration = .seconds(5)

    init(path: String, mode: Connection.Mode) throws(StoreError) {
        self.path = path
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do throws(SQLiteError) {
            connection = try Connection(path: path, mode: mode, busyTimeout: Self.busyTimeout)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    // MARK: Statements

    /// Runs a statement of ours with `values`, prepared once.
    func run(_ sql: String, _ values: [SQLiteValue] = []) throws(StoreError) {
        // A statement outside of a transaction is a commit of its own.
        if !syncsCommits, !connection.isInTransaction { try sync(true) }
        do throws(SQLiteError) {
            let statement = try prepared(sql)
            try statement.bind(values)
            while try statement.step() {}
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// What `read` makes of each row.
    func rows<Row>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (Statement) throws(StoreError) -> Row
    ) throws(StoreError) -> [Row] {
        var rows: [Row] = []
        do throws(SQLiteError) {
            let statement = try prepared(sql)
            try statement.bind(values)
            while try statement.step() {
                do throws(StoreError) {
                    rows.append(try read(statement))
                } catch {
                    statement.reset()
                    return try fail(error)
                }
            }
        } catch {
            if let failure { self.failure = nil; throw failure }
            throw StoreError(error, path: path)
        }
        return rows
    }

    /// Carries a `StoreError` out of code that throws SQLite's.
    private var failure: StoreError?

    private func fail<Row>(_ error: StoreError) throws(SQLiteError) -> [Row] {
        failure = error
        throw SQLiteError(code: 0, extendedCode: 0, message: "", sql: "")
    }

    func row<Row>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (Statement) throws(StoreError) -> Row
    ) throws(StoreError) -> Row? {
        try rows(sql, values, read).first
    }

    func execute(_ sql: String) throws(StoreError) {
        do throws(SQLiteError) { try connection.execute(sql) } catch { throw StoreError(error, path: path) }
    }

    /// Runs `body` in one transaction: all of it happens, or nothing.
    ///
    /// - Parameter isSynced: whether it is on the disk on return.
    func transaction<Value>(
        isSynced: Bool = true, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try sync(isSynced)
        try mark("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let value = try body()
            try mark("COMMIT")
            return value
        } catch {
            // A full disk may have rolled back already; nothing is lost by asking again.
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    /// Runs `body`, which only reads, against one state of the database: a statement of its own takes locks of its own.
    func snapshot<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try mark("BEGIN")
        do throws(StoreError) {
            let value = try body()
            try mark("COMMIT")
            return value
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    /// Begins or ends a transaction.
    private func mark(_ sql: String) throws(StoreError) { _ = try rows(sql) { _ in } }

    /// Says whether commits from now on are synced to the disk. It has no effect inside of a transaction.
    private func sync(_ isOn: Bool) throws(StoreError) {
        guard isOn != syncsCommits else { return }
        try execute("PRAGMA synchronous = \(isOn ? "FULL" : "NORMAL")")
        syncsCommits = isOn
    }

    private func prepared(_ sql: String) throws(SQLiteError) -> Statement {
        if let statement = statements[sql] { return statement }
        let statement = try connection.prepare(sql)
        statements[sql] = statement
        return statement
    }

    // MARK: Values

    /// `value` as the JSON text of a column.
    func json(_ value: some Encodable) throws(StoreError) -> SQLiteValue {
        if let text = ColumnEncoder.text(value) { return .text(text) }
        do {
            return .text(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            throw .unavailable(message: "\(path): cannot encode \(type(of: value)): \(error)")
        }
    }

    /// What is `known` of a feed's settings, or else what the `settings` column says.
    func settings(
        _ known: FeedSettings?, or text: @autoclosure () -> String
    ) throws(StoreError) -> FeedSettings {
        if let known { return known }
        return try value(FeedSettings.self, text())
    }

    func value<Value: Decodable>(_ type: Value.Type, _ json: String) throws(StoreError) -> Value {
        if let value = ColumnDecoder.value(type, json) { return value }
        do {
            return try decoder.decode(type, from: Data(json.utf8))
        } catch {
            throw .corrupt(message: "\(path): unreadable \(type): \(error)")
        }
    }
}

extension SQLiteValue {
    static func settings(_ value: FeedSettings) -> SQLiteValue { .text(FeedText.text(value)) }
    static func text(_ value: String?) -> SQLiteValue { value.map { .text($0) } ?? .null }
    static func integer(_ value: Int64?) -> SQLiteValue { value.map { .integer($0) } ?? .null }
    static func integer(_ value: Int) -> SQLiteValue { .integer(Int64(value)) }
    static func time(_ value: Timestamp?) -> SQLiteValue { .integer(value?.milliseconds) }
    static func hash(_ value: UInt64) -> SQLiteValue { .integer(Int64(bitPattern: value)) }
    static func bool(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0) }
}

extension Statement {
    func time(_ column: Int32) -> Timestamp? { optionalInteger(column).map { Timestamp(milliseconds: $0) } }
}
