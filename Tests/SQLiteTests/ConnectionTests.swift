import SQLite
import Testing

@Suite struct ConnectionTests {
    private static func open() throws -> Connection {
        try Connection(path: ":memory:", mode: .writing, busyTimeout: .seconds(1))
    }

    @Test(arguments: [
        SQLiteValue.null, .integer(.min), .integer(42), .real(0.5), .text(""), .text("북한 \u{0} й"), .blob([]),
        .blob([0, 255]),
    ])
    func `values come back as they went in`(value: SQLiteValue) throws {
        let connection = try Self.open()
        let statement = try connection.prepare("SELECT ?1")
        try statement.bind([value])
        #expect(try statement.step())
        switch value {
        case .null: #expect(statement.isNull(0))
        case .integer(let number): #expect(statement.integer(0) == number)
        case .real(let number): #expect(statement.real(0) == number)
        case .text(let text): #expect(statement.optionalText(0) == text)
        case .blob(let bytes): #expect(statement.blob(0) == bytes)
        }
        #expect(try !statement.step())
    }

    @Test func `a statement outlives the last word of its connection`() throws {
        let statement = try Self.open().prepare("SELECT 42")
        #expect(try statement.step())
        #expect(statement.integer(0) == 42)
    }

    @Test func `an error says what, with the statement and without its values`() throws {
        let connection = try Self.open()
        try connection.execute("CREATE TABLE t(a TEXT UNIQUE) STRICT")
        let statement = try connection.prepare("INSERT INTO t VALUES (?)")
        try statement.bind([.text("s3cret")])
        _ = try statement.step()
        try statement.bind([.text("s3cret")])
        do throws(SQLiteError) {
            _ = try statement.step()
            Issue.record("no error")
        } catch {
            #expect(error.code == 19)
            #expect(error.extendedCode == 2067)
            #expect(error.sql == "INSERT INTO t VALUES (?)")
            #expect(!error.message.contains("s3cret"))
        }
    }

    @Test func `the fault for tests comes once and at its call`() throws {
        let connection = try Self.open()
        connection.failCall(after: 1, code: 13)
        try connection.execute("SELECT 1")
        #expect(throws: SQLiteError.self) { try connection.execute("SELECT 2") }
        try connection.execute("SELECT 3")
    }

    @Test func `a reading connection does not write`() throws {
        #expect(throws: SQLiteError.self) {
            try Connection(path: "/nowhere/at/all.db", mode: .reading, busyTimeout: .seconds(1))
        }
    }
}
