package import Pipeline
package import Platform
import SQLite

/// A read-only connection: works beside a running daemon and without one.
package actor SQLiteReader: DatabaseActor {
    package nonisolated let executor: QueueExecutor
    package let database: Database

    /// Opens the database at `path`, which has to be there.
    package init(path: String) throws(StoreError) {
        do throws(SystemError) {
            executor = try QueueExecutor(name: "wirewatch-read")
        } catch {
            throw .unavailable(message: "\(path): no thread for the database: \(error)")
        }
        database = try Database(path: path, mode: .reading)
        let found =
            try database.row("SELECT coalesce(max(number), 0) FROM migration") { Int($0.integer(0)) } ?? 0
        guard found <= Migrations.latest else {
            throw .newerSchema(found: found, supported: Migrations.latest, path: path)
        }
        guard found == Migrations.latest else {
            throw .unavailable(
                message: "\(path): schema \(found) is older than \(Migrations.latest); "
                    + "the daemon of this version, or `wirewatch run --once`, brings it up to date")
        }
    }
}
