import Model
import Stories
import Platform
var c = Cluster(settings: StorySettings(), explains: false)
let bytes = try BoundedFile.read(path: CommandLine.arguments[1], limit: 1 << 30)
var out = ""
for line in bytes.split(separator: 10) { for l in try c.place(Array(line)) { out += l + "\n" } }
_ = try StandardStreams.write(out, to: .output)
