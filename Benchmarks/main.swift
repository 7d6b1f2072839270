import Platform

// Measures each case in one process and prints one table. A word on the command line chooses cases by name;
// `--feeds FOLDER` measures the reading of feeds on those in a folder; `--store FOLDER --items N` measures search and
// replays over so many stored items instead, or with `search` or `replay` one of them.
Memory.limitArenas()
var words = Array(CommandLine.arguments.dropFirst())

/// Takes `name` and the value behind it out of `words`.
func value(of name: String, in words: inout [String]) -> String? {
    guard let place = words.firstIndex(of: name), place + 1 < words.count else { return nil }
    defer { words.removeSubrange(place...(place + 1)) }
    return words[place + 1]
}

let folder = value(of: "--feeds", in: &words)
if let store = value(of: "--store", in: &words) {
    let items = value(of: "--items", in: &words).flatMap { Int($0) } ?? 1_000_000
    do {
        try await StoreTrial.run(folder: store, items: items, part: words.first)
    } catch {
        _ = try? StandardStreams.write("benchmarks: \(error)\n", to: .error)
    }
} else {
    await Table.print(only: words.first, feeds: folder)
}
