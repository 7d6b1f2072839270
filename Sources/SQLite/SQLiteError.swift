/// What SQLite refused, and while doing what.
package struct SQLiteError: Error, Sendable, Hashable {
    /// Primary result code, `SQLITE_FULL` (13) say.
    package var code: Int32
    package var extendedCode: Int32
    package var message: String
    /// The statement, without the values bound to it.
    package var sql: String

    package init(code: Int32, extendedCode: Int32, message: String, sql: String) {
        self.code = code
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
    }
}

/// A value as SQLite holds it.
package enum SQLiteValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}
