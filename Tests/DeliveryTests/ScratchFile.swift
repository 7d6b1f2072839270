import FoundationEssentials

/// Files for one test, in a folder of their own.
enum ScratchFile {
    static func folder(_ files: [String: String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wirewatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return folder.path
    }

    static func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }
}
