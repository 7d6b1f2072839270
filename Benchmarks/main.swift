import Platform

// Measures each case in one process and prints one table. A word on the command line chooses cases by name;
// `--feeds FOLDER` measures the reading of feeds on those in a folder.
Memory.limitArenas()
var words = Array(CommandLine.arguments.dropFirst())
var folder: String?
if let place = words.firstIndex(of: "--feeds"), place + 1 < words.count {
    folder = words[place + 1]
    words.removeSubrange(place...(place + 1))
}
await Table.print(only: words.first, feeds: folder)
