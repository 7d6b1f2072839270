import Platform

/// Plain files for tests.
enum AppendingFileForTests {
    static func write(_ text: String, to path: String) throws {
        try AppendingFile.append(Array(text.utf8), to: path)
    }

    static func read(_ path: String) throws -> String {
        String(decoding: try BoundedFile.read(path: path), as: UTF8.self)
    }
}
