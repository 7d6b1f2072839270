/// How much a log line matters, by the numbers of syslog.
package enum JournalPriority: Int, Sendable, CaseIterable {
    case error = 3
    case warning = 4
    case notice = 5
    case information = 6
    case debug = 7

    /// As logfmt lines name it.
    package var name: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .notice: "notice"
        case .information: "info"
        case .debug: "debug"
        }
    }
}

/// One line of the log with the values that it can be found by.
package struct JournalEntry: Hashable, Sendable {
    package var priority: JournalPriority
    package var message: String
    /// In order; names as logfmt has them: `feed`, `watch`. The journal has them as `WIREWATCH_FEED`.
    package var fields: [Field]
    /// 32 hexadecimal digits that name the kind of event; `journalctl MESSAGE_ID=…` finds all of one kind.
    package var messageID: String?

    /// A name and a value.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        priority: JournalPriority, message: String, fields: [Field] = [], messageID: String? = nil
    ) {
        self.priority = priority
        self.message = message
        self.fields = fields
        self.messageID = messageID
    }

    /// What the journal stores: `NAME=value` for each field.
    ///
    /// - Source: systemd.journal-fields(7); names hold capitals, digits and underscores, at most 64.
    package func journalFields(identifier: String) -> [String] {
        var lines = [
            "MESSAGE=\(message)", "PRIORITY=\(priority.rawValue)", "SYSLOG_IDENTIFIER=\(identifier)",
        ]
        if let messageID { lines.append("MESSAGE_ID=\(messageID)") }
        let prefix = Self.journalName(of: identifier)
        for field in fields {
            lines.append("\((prefix + "_" + Self.journalName(of: field.name)).prefix(64))=\(field.value)")
        }
        return lines
    }

    /// The same for a stream without fields: `<5>message` for a manager that reads priorities, else logfmt that
    /// begins with `stamp`.
    package func line(stamp: String?) -> String {
        var line = stamp.map { "time=\($0) level=\(priority.name) msg=\(Self.quoted(message))" }
        if line == nil { line = "<\(priority.rawValue)>\(Self.withoutControls(message))" }
        for field in fields { line = (line ?? "") + " \(field.name)=\(Self.quoted(field.value))" }
        return (line ?? "") + "\n"
    }

    private static func journalName(of name: String) -> String {
        String(
            decoding: name.utf8.map { byte in
                switch byte {
                case 0x61...0x7A: byte - 32
                case 0x41...0x5A, 0x30...0x39: byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }

    /// `text` as a logfmt value: quoted where it is empty or holds a blank, quote or equals sign.
    private static func quoted(_ text: String) -> String {
        let text = withoutControls(text)
        let needsQuotes = text.isEmpty || text.utf8.contains { $0 == 0x20 || $0 == 0x22 || $0 == 0x3D }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// One line whatever `text` holds: control characters, C1 too, become blanks.
    private static func withoutControls(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            clean.append(isControl ? " " : scalar)
        }
        return String(clean)
    }
}
