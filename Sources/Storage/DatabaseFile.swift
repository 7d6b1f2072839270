package import Model
package import Pipeline
import Platform
import SQLite

/// Databases as files: copies of them, and one that takes the place of another.
package enum DatabaseFile {
    /// What is in a database that can be restored.
    package struct Contents: Sendable, Hashable {
        package var schema: Int
        package var items: Int
        package var alerts: Int
        /// When its newest item was seen first.
        package var newest: Timestamp?
    }

    /// Copies the database at `path` as it stands, beside a running daemon, to `file`.
    ///
    /// `file` is there when the copy is whole and on the disk; until then it is `file` with `.part` behind.
    package static func copy(_ path: String, to file: String) throws(StoreError) {
        let draft = file + ".part"
        do throws(StoreError) {
            try write(path, to: draft)
            try moving { () throws(SystemError) in try WholeFile.publish(draft, as: file) }
        } catch {
            discard(draft)
            throw error
        }
    }

    /// Looks at every page of a database, and whether this version can go on with it.
    ///
    /// - Throws: `StoreError.corrupt` for a damaged file, `.newerSchema` for one of a later version, `.unavailable` for
    ///   what is no database of this program.
    package static func contents(of path: String) throws(StoreError) -> Contents {
        let database = try Database(path: path, mode: .reading)
        let check: String?
        do throws(StoreError) {
            check = try database.row("PRAGMA integrity_check(1)") { $0.text(0) }
        } catch {
            guard case .corrupt(let message) = error else { throw error }
            check = message
        }
        guard check == "ok" else {
            throw .corrupt(
                message: "\(path) is damaged, or no database: \(check ?? "no answer"); take another copy")
        }
        let tables = try database.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('migration', 'feed', 'item', 'alert')"
        ) { $0.text(0) }
        guard tables.count == 4 else {
            throw .unavailable(message: "\(path) is a database, but none of wirewatch")
        }
        let contents = try database.row(
            """
            SELECT (SELECT coalesce(max(number), 0) FROM migration), (SELECT count(*) FROM item),
                (SELECT count(*) FROM alert), (SELECT max(first_seen) FROM item)
            """
        ) {
            Contents(
                schema: Int($0.integer(0)), items: Int($0.integer(1)), alerts: Int($0.integer(2)),
                newest: $0.time(3))
        }
        guard let contents else { throw .unavailable(message: "\(path) gives no answer") }
        guard contents.schema <= Migrations.latest else {
            throw .newerSchema(found: contents.schema, supported: Migrations.latest, path: path)
        }
        return contents
    }

    /// Puts a copy of the database at `file` in the place of `path`, where no daemon may run.
    ///
    /// What was there, if anything, is kept under the name `aside`. Killed at any moment, `path` is the one or the other,
    /// and `aside` is whole once it is there. The old one can be without its log where that could not be folded in and
    /// the end comes after the removal of the log.
    /// - Parameter path: of the file itself; a link would be replaced, not what it leads to.
    package static func restore(_ file: String, to path: String, aside: String) throws(StoreError) -> Contents
    {
        let draft = path + ".restoring"
        do throws(StoreError) {
            try write(file, to: draft)
            // The copy is what will be used: it is looked at, not what it was made of.
            let contents = try contents(of: draft)
            try skipNumbers(of: draft, schema: contents.schema, usedIn: path)
            try put(draft, inPlaceOf: path, aside: aside)
            return contents
        } catch {
            discard(draft)
            throw error
        }
    }

    private static func put(_ draft: String, inPlaceOf path: String, aside: String) throws(StoreError) {
        let isThere = FileMode.permissions(of: path) != nil
        if isThere { foldLog(of: path) }
        try moving { () throws(SystemError) in
            try WholeFile.give(draft, toOwnerOf: isThere ? path : Folder.parent(of: path))
        }
        if isThere { try keep(path, as: aside) }
        try moving { () throws(SystemError) in
            for end in companions { try WholeFile.remove(path + end) }
            try WholeFile.publish(draft, as: path)
        }
    }

    /// Gives the database at `path` the second name `aside`, with a log that could not be folded in; all or nothing.
    static func keep(_ path: String, as aside: String) throws(StoreError) {
        do throws(SystemError) {
            try WholeFile.name(path, also: aside)
            guard let size = WholeFile.size(of: path + "-wal"), size > 0 else { return }
            do throws(SystemError) { try WholeFile.name(path + "-wal", also: aside + "-wal") } catch {
                // Without its log it is not what was there; the error that led here is what there is to tell.
                try? WholeFile.remove(aside)
                throw error
            }
        } catch {
            // Not every file system has second names for a file.
            throw .unavailable(
                message: "\(error.description); move \(path) and \(path)-wal away and restore again")
        }
    }

    /// Lets items and deliveries go on with numbers that nothing had which the copy does not know.
    ///
    /// Stories are named after items, and what receivers tell twins by after stories and deliveries: an alert that went out
    /// since the copy was made must not be taken for one that is still to come. Two cases stay: an update of an alert that
    /// the copy has goes on with the copy's revision, whose number is in the record of the alert itself; and a copy that
    /// knows no delivery at all has none to number after.
    private static func skipNumbers(of draft: String, schema: Int, usedIn path: String) throws(StoreError) {
        let database = try Database(path: draft, mode: .writing)
        // What is replaced may be damaged, or be gone: the gap is for that, and is not the same twice.
        let old = try? Database(path: path, mode: .reading)
        var dice = SystemRandomNumberGenerator()
        func next(_ sql: String) throws(StoreError) -> Int64 {
            let known = try database.row(sql) { $0.integer(0) } ?? 0
            let used = (try? old?.row(sql) { $0.integer(0) }) ?? 0
            return max(known, used) + Int64.random(in: numberGap, using: &dice)
        }
        let item = try next("SELECT seq FROM sqlite_sequence WHERE name = 'item'")
        let delivery = try next("SELECT max(id) FROM delivery")
        try database.transaction { () throws(StoreError) in
            try database.run("DELETE FROM sqlite_sequence WHERE name = 'item'")
            try database.run("INSERT INTO sqlite_sequence(name, seq) VALUES ('item', ?)", [.integer(item)])
            // The next is numbered after the last. One that is done becomes the last, whose number says nothing any
            // longer; where none is, one that did not go out yet.
            let hasParcels = schema >= Migrations.alertHandling.number
            let wentOut = hasParcels ? "parcel IS NOT NULL" : "attempts > 0"
            let last = try database.row(
                "SELECT id FROM delivery ORDER BY finished IS NULL, \(wentOut), id DESC LIMIT 1"
            ) { $0.integer(0) }
            guard let last else { return }
            try database.run("UPDATE delivery SET id = ? WHERE id = ?", [.integer(delivery), .integer(last)])
            guard hasParcels else { return }
            try database.run(
                "UPDATE delivery SET parcel = ? WHERE parcel = ?", [.integer(delivery), .integer(last)])
        }
    }

    /// More than come in between two backups.
    private static let numberGap: ClosedRange<Int64> = 1_000_000...2_000_000

    /// Moves the write-ahead log of a database into it, so that one file is the whole.
    private static func foldLog(of path: String) {
        // A database that is damaged is set aside as it is.
        guard let database = try? Database(path: path, mode: .writing) else { return }
        try? database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private static func write(_ path: String, to draft: String) throws(StoreError) {
        let database = try Database(path: path, mode: .reading)
        let keepsFreePages = try database.row("PRAGMA auto_vacuum") { $0.integer(0) } == 0
        try moving { () throws(SystemError) in
            // The journal of one that was killed would be taken for that of the new one.
            for end in companions { try WholeFile.remove(draft + end) }
            try WholeFile.makeEmpty(draft)
        }
        do throws(SQLiteError) {
            // A copy is a new file, whose free pages can be given back, whatever it is a copy of.
            if keepsFreePages { try database.connection.execute("PRAGMA auto_vacuum = INCREMENTAL") }
            let statement = try database.connection.prepare("VACUUM INTO ?")
            try statement.bind([.text(draft)])
            while try statement.step() {}
        } catch {
            // Reading is what damage stops, and writing what a full disk does.
            let isRead = [11, 26].contains(error.code)
            throw StoreError(error, path: isRead ? path : draft)
        }
    }

    /// What SQLite lays beside a database.
    private static let companions = ["-journal", "-wal", "-shm"]

    /// Removes a draft that came to nothing; one that stays is replaced by the next.
    private static func discard(_ draft: String) {
        // The error that led here is what there is to tell.
        for end in companions + [""] { try? WholeFile.remove(draft + end) }
    }

    private static func moving(_ body: () throws(SystemError) -> Void) throws(StoreError) {
        do throws(SystemError) { try body() } catch { throw .unavailable(message: error.description) }
    }
}
