import CSQLite

/// One prepared statement. Belongs to the thread of its connection.
///
/// - Source: https://www.sqlite.org/c3ref/stmt.html
@safe package final class Statement {
    private let handle: OpaquePointer
    private let connection: Connection
    package let sql: String

    init(handle: OpaquePointer, connection: Connection, sql: String) {
        unsafe self.handle = handle
        self.connection = connection
        self.sql = sql
    }

    deinit { unsafe _ = sqlite3_finalize(handle) }

    /// Binds `values` from the first parameter on and makes the statement ready to step.
    ///
    /// The corresponding C functions are `sqlite3_reset` and `sqlite3_bind_*`.
    package func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        unsafe _ = sqlite3_reset(handle)
        unsafe _ = sqlite3_clear_bindings(handle)
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            let code: Int32
            switch value {
            case .null: unsafe code = sqlite3_bind_null(handle, position)
            case .integer(let number): unsafe code = sqlite3_bind_int64(handle, position, number)
            case .real(let number): unsafe code = sqlite3_bind_double(handle, position, number)
            case .text(let text):
                unsafe code = ww_sqlite3_bind_text(handle, position, text, UInt64(text.utf8.count))
            case .blob(let blob):
                unsafe code = blob.withUnsafeBytes { bytes in
                    unsafe ww_sqlite3_bind_blob(handle, position, bytes.baseAddress, UInt64(bytes.count))
                }
            }
            guard code == SQLITE_OK else { throw connection.error(code, sql: sql) }
        }
    }

    /// Goes to the next row; false after the last. The corresponding C function is `sqlite3_step`.
    package func step() throws(SQLiteError) -> Bool {
        try connection.checkFault(sql: sql)
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            unsafe _ = sqlite3_reset(handle)
            return false
        case let code:
            let error = connection.error(code, sql: sql)
            unsafe _ = sqlite3_reset(handle)
            throw error
        }
    }

    package func reset() { unsafe _ = sqlite3_reset(handle) }

    // MARK: Columns, from 0

    package func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    package func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    package func real(_ column: Int32) -> Double { unsafe sqlite3_column_double(handle, column) }

    package func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    package func optionalText(_ column: Int32) -> String? {
        guard let letters = unsafe sqlite3_column_text(handle, column) else { return nil }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: letters, count: count), as: UTF8.self)
    }

    package func blob(_ column: Int32) -> [UInt8] {
        guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
