extension INIDocument {
    /// A value, which may run over several lines.
    struct Value: Sendable {
        /// Lines joined by a line break, each without the white space around it.
        private(set) var text: String
        /// Where each line of `text` begins in the file.
        private(set) var lines: [SourcePosition]

        init(_ text: String, at position: SourcePosition) {
            self.text = text
            lines = [position]
        }

        var start: SourcePosition { lines.first ?? SourcePosition(file: "", line: 0, column: 0) }

        mutating func append(_ line: String, at position: SourcePosition) {
            if text.isEmpty {
                self = Value(line, at: position)
            } else {
                text += "\n" + line
                lines.append(position)
            }
        }

        /// Where the byte at `offset` of `text` stands in the file: one past the end for everything behind it.
        func position(ofByte offset: Int) -> SourcePosition {
            var place = start
            var rest = max(0, offset)
            for (line, start) in zip(pieces, lines) {
                place = start
                guard rest > line.utf8.count else {
                    place.column += line.characters(beforeByte: rest)
                    return place
                }
                rest -= line.utf8.count + 1
            }
            place.column += pieces.last?.count ?? 0
            return place
        }

        private var pieces: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// The parts between line breaks and `separators`, each with its place; blank ones left out.
        func parts(separatedBy separators: String) -> [Part] {
            var parts: [Part] = []
            for (line, start) in zip(pieces, lines) {
                var column = 0
                for piece in line.split(
                    omittingEmptySubsequences: false, whereSeparator: { separators.contains($0) })
                {
                    let trimmed = piece.trimmed
                    if !trimmed.isEmpty {
                        var position = start
                        position.column +=
                            column + piece.distance(from: piece.startIndex, to: trimmed.startIndex)
                        parts.append((String(trimmed), position))
                    }
                    column += piece.count + 1
                }
            }
            return parts
        }
    }

    /// A part of a value, with its place.
    typealias Part = (text: String, position: SourcePosition)
}

extension String {
    /// Without white space at both ends.
    var trimmed: Substring { self[...].trimmed }
}

extension Substring {
    /// Without white space at both ends.
    var trimmed: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// How many characters begin before the byte at `offset`.
    fileprivate func characters(beforeByte offset: Int) -> Int {
        var count = 0
        var bytes = 0
        for character in self {
            bytes += character.utf8.count
            guard bytes <= offset else { break }
            count += 1
        }
        return count
    }
}
