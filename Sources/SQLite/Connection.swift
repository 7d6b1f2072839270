import CSQLite

/// One connection to a database. Belongs to one thread at a time: whoever owns it keeps it there.
///
/// - Source: https://www.sqlite.org/c3ref/sqlite3.html
@safe package final class Connection {
    package enum Mode: Sendable, Hashable {
        /// The one connection that writes and checkpoints.
        case writing
        case reading
    }

    private let handle: OpaquePointer
    package let path: String
    private var fault: Fault?

    private struct Fault {
        var remaining: Int
        var code: Int32
    }

    /// Opens the database at `path`, `:memory:` for one of its own.
    ///
    /// The corresponding C function is `sqlite3_open_v2`. A writing connection makes the file where it is missing.
    package init(path: String, mode: Mode, busyTimeout: Duration) throws(SQLiteError) {
        let flags: Int32
        switch mode {
        case .writing: flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        case .reading: flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        }
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let handle = unsafe opened else {
            throw SQLiteError(code: code, extendedCode: code, message: "out of memory", sql: "open \(path)")
        }
        unsafe self.handle = handle
        self.path = path
        guard code == SQLITE_OK else {
            let failure = unsafe Self.error(code, handle: handle, sql: "open \(path)")
            unsafe _ = sqlite3_close_v2(handle)
            throw failure
        }
        unsafe _ = sqlite3_extended_result_codes(handle, 1)
        let milliseconds = busyTimeout.components.seconds * 1000
        unsafe _ = sqlite3_busy_timeout(handle, Int32(clamping: milliseconds))
        // The log is moved into the database by the writer alone, when it says so; see docs/storage.md.
        unsafe _ = ww_sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    }

    deinit { unsafe _ = sqlite3_close_v2(handle) }

    /// The version of SQLite. The corresponding C function is `sqlite3_libversion`.
    package static var libraryVersion: String { unsafe String(cString: sqlite3_libversion()) }

    // MARK: Statements

    /// The corresponding C function is `sqlite3_prepare_v3`.
    package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let statement = unsafe prepared else { throw error(code, sql: sql) }
        return unsafe Statement(handle: statement, connection: self, sql: sql)
    }

    /// Runs one or more statements that give no rows. The corresponding C function is `sqlite3_exec`.
    package func execute(_ sql: String) throws(SQLiteError) {
        try checkFault(sql: sql)
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql: sql) }
    }

    package var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Rows that the last statement changed.
    package var changedRows: Int { unsafe Int(sqlite3_changes64(handle)) }

    package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    // MARK: Errors and faults

    /// Makes the call after `count` more of them fail with `code`, once: for tests of what happens then.
    package func failCall(after count: Int, code: Int32) { fault = Fault(remaining: count, code: code) }

    package func clearFault() { fault = nil }

    func checkFault(sql: String) throws(SQLiteError) {
        guard let pending = fault else { return }
        guard pending.remaining == 0 else {
            fault = Fault(remaining: pending.remaining - 1, code: pending.code)
            return
        }
        fault = nil
        throw SQLiteError(
            code: pending.code & 0xFF, extendedCode: pending.code, message: "fault for a test", sql: sql)
    }

    func error(_ code: Int32, sql: String) -> SQLiteError {
        unsafe Self.error(code, handle: handle, sql: sql)
    }

    private static func error(_ code: Int32, handle: OpaquePointer, sql: String) -> SQLiteError {
        unsafe SQLiteError(
            code: code & 0xFF, extendedCode: sqlite3_extended_errcode(handle),
            message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}
