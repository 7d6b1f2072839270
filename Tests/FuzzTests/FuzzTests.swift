import FoundationEssentials
import FuzzProperties
import Testing

/// What fuzzing found once, and what it starts from, without the fuzzer.
@Suite struct FuzzTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The files in `folder`; none where nothing was found yet and there is no folder.
    private static func inputs(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = root.appending(path: folder)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (name, [UInt8](try Data(contentsOf: folder.appending(path: name))))
        }
    }

    @Test(arguments: FuzzTarget.allCases)
    func `what fuzzing found stays mended`(_ target: FuzzTarget) throws {
        for input in try Self.inputs("Tests/Fixtures/fuzz/\(target.rawValue)") {
            #expect(target.fault(in: input.bytes) == nil, "\(input.name)")
        }
    }

    @Test(arguments: FuzzTarget.allCases)
    func `all that must hold does of every seed`(_ target: FuzzTarget) throws {
        let seeds = try Self.inputs("Fuzz/seeds/\(target.rawValue)")
        #expect(seeds.count >= 8)
        for seed in seeds {
            #expect(target.fault(in: seed.bytes) == nil, "\(seed.name)")
        }
    }
}
