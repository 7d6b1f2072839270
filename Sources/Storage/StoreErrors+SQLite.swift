import Pipeline
import SQLite

extension StoreError {
    /// What an error of SQLite means for whoever uses the store at `path`.
    ///
    /// - Source: https://www.sqlite.org/rescode.html
    init(_ error: SQLiteError, path: String) {
        let words = "\(path): \(error.message)"
        switch error.code {
        case 5, 6: self = .busy(message: "\(words); another process holds the database")
        case 13: self = .full(message: "\(words); free some space on that file system")
        case 8, 23, 3: self = .readOnly(message: "\(words); check who owns the file and its folder")
        case 11, 26:
            self = .corrupt(message: "\(words); the file is left as it is: restore a backup, or move it away")
        case 14: self = .unavailable(message: "\(words); is there a database? `wirewatch run` makes it")
        case 10:
            self = .full(message: "\(words); the disk does not take the write (code \(error.extendedCode))")
        default:
            self = .unavailable(
                message: "\(words) (code \(error.extendedCode), in: \(error.sql.prefix(120)))")
        }
    }
}
