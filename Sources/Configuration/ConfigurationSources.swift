import Platform

/// All sections of a configuration's files, in order: a file, then what it includes.
struct ConfigurationSources {
    private(set) var sections: [INIDocument.Section] = []
    private(set) var problems: [ConfigurationProblem] = []
    /// In the order in which they were read.
    private(set) var files: [String] = []
    /// Files that are being read: each includes the next.
    private var open: [(path: String, identity: FileIdentity?)] = []
    private var visited: Set<FileIdentity> = []
    private var bytes = 0

    /// Files that include others may do so this deep.
    static let includeDepth = 8
    static let fileLimit = 1000
    /// Bytes of all files.
    static let byteLimit = 64 << 20

    /// Reads the file at `path`, which `place` includes; `nil` for the first.
    mutating func read(_ path: String, from place: SourcePosition?) {
        let here = place ?? SourcePosition(file: path, line: 1, column: 1)
        let identity = FileIdentity(path: path)
        if let start = open.firstIndex(where: {
            $0.path == path || identity != nil && $0.identity == identity
        }) {
            let chain = open[start...].map(\.path) + [path]
            return fail(here, "a file includes itself: \(chain.joined(separator: " -> "))")
        }
        if let identity, !visited.insert(identity).inserted {
            return fail(here, "`\(path)` is included twice")
        }
        guard open.count <= Self.includeDepth else {
            return fail(here, "includes go deeper than \(Self.includeDepth)")
        }
        guard files.count < Self.fileLimit else {
            return fail(here, "the configuration has more than \(Self.fileLimit) files")
        }
        let content: [UInt8]
        do throws(SystemError) {
            content = try BoundedFile.read(path: path, limit: INIDocument.byteLimit)
        } catch {
            return fail(here, error.description)
        }
        bytes += content.count
        guard bytes <= Self.byteLimit else {
            return fail(here, "the configuration has more than \(Self.byteLimit >> 20) MiB")
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            files.append(path)
            return fail(Self.firstWrongByte(content, file: path), "the file is not UTF-8")
        }
        open.append((path, identity))
        take(text, file: path)
        open.removeLast()
    }

    /// Takes `text` as the content of `file`.
    mutating func take(_ text: String, file: String) {
        files.append(file)
        let document = INIDocument(text, file: file)
        problems += document.problems
        sections += document.sections
        for section in document.sections where section.kind == "wirewatch" {
            let all = section.entries.filter { $0.key == "include" }
            let start = all.lastIndex { $0.value.text.isEmpty }.map { $0 + 1 } ?? 0
            for entry in all[start...] {
                for (pattern, place) in entry.value.parts(separatedBy: " \t") { include(pattern, at: place) }
            }
        }
    }

    private mutating func include(_ pattern: String, at place: SourcePosition) {
        // A file that is named has to be there; a pattern may match nothing yet.
        guard Glob.isPattern(pattern) else {
            return read(ConfigurationFile.path(pattern, relativeTo: place.file), from: place)
        }
        let folder = ConfigurationFile.folder(for: pattern, relativeTo: place.file)
        do throws(SystemError) {
            for path in try Glob.readablePaths(Glob.escaped(folder) + pattern) { read(path, from: place) }
        } catch {
            fail(place, error.description)
        }
    }

    /// Where the first bytes that are no UTF-8 stand.
    private static func firstWrongByte(_ bytes: [UInt8], file: String) -> SourcePosition {
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard String(validating: line, as: UTF8.self) == nil else { continue }
            var length = 0
            while length < line.count, length < 4096,
                String(decoding: line.prefix(length + 1), as: UTF8.self).unicodeScalars.dropLast()
                    .contains("\u{FFFD}") == false
            {
                length += 1
            }
            let before = String(decoding: line.prefix(max(0, length)), as: UTF8.self)
            return SourcePosition(file: file, line: number + 1, column: max(1, before.count))
        }
        return SourcePosition(file: file, line: 1, column: 1)
    }

    private mutating func fail(_ place: SourcePosition, _ message: String) {
        problems.append(ConfigurationProblem(.error, at: place, message))
    }
}
