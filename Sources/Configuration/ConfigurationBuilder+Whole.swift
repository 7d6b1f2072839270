import Model
import Text

/// What can only be checked once everything is read.
extension ConfigurationBuilder {
    mutating func checkWhole(_ sections: [INIDocument.Section]) {
        checkRoutes()
        checkDigests()
        checkAliases()
        checkQueries()
        checkFeeds(sections)
        checkNumbers(sections)
    }

    private mutating func checkRoutes() {
        // Two routes need no section of their own.
        for (name, type) in [("journal", RouteType.journal), ("stdout", .stdout)]
        where !routes.contains(where: { $0.name == name }) {
            routes.append(RouteSettings(name: name, type: type))
        }
        let known = Set(routes.map(\.name)).union(names(of: "route"))
        for (name, position) in routeNames where !known.contains(name) {
            fail(
                at: position, "unknown route `\(name)`: there are \(known.sorted().joined(separator: ", "))",
                suggestion: Suggestion.nearest(to: name, among: known.sorted()))
        }
    }

    private mutating func checkDigests() {
        let known = names(of: "watch")
        for (name, position) in watchNames where !known.contains(name) {
            fail(
                at: position, "unknown watch `\(name)`",
                suggestion: Suggestion.nearest(to: name, among: known))
        }
    }

    private mutating func checkAliases() {
        for problem in checks.aliases(aliases) {
            let entries = aliasEntries[problem.alias] ?? []
            let section = definitions["alias \(problem.alias)"]
            let place = problem.entry.flatMap { entries.indices.contains($0) ? entries[$0] : nil } ?? section
            guard let place else { continue }
            fail(at: place, "alias @\(problem.alias): \(problem.message)", suggestion: problem.suggestion)
        }
        let texts = queries.map(\.value.text) + aliases.flatMap(\.names)
        for alias in aliases where !texts.contains(where: { Self.uses($0, alias: alias.name) }) {
            guard let position = definitions["alias \(alias.name)"] else { continue }
            warn(at: position, "alias @\(alias.name) is used nowhere")
        }
    }

    private static func uses(_ text: String, alias: String) -> Bool {
        text.split { !($0.isLetter || $0.isNumber || "@-_".contains($0)) }.contains { $0 == "@\(alias)" }
    }

    private mutating func checkQueries() {
        for query in queries {
            var findings: [ConfigurationChecks.Finding]
            if query.isScore {
                guard case .watch(let watch) = query.use else { continue }
                findings = checks.score(watch, aliases)
            } else {
                findings = checks.query(query.value.text, query.use, aliases)
            }
            findings.sort { $0.offset < $1.offset }
            for finding in findings {
                fail(
                    at: query.value.position(ofByte: finding.offset), finding.message,
                    suggestion: finding.suggestion)
            }
        }
    }

    private mutating func checkFeeds(_ sections: [INIDocument.Section]) {
        var seen: [String: String] = [:]
        for feed in feeds {
            if let other = seen[feed.url] {
                if let position = definitions["feed \(feed.name)"] {
                    warn(at: position, "feed `\(feed.name)` has the address of feed `\(other)`")
                }
            } else {
                seen[feed.url] = feed.name
            }
        }
        if feeds.isEmpty, !sections.contains(where: { $0.kind == "feed" || $0.kind == "opml" }) {
            let file = sections.first?.position.file ?? "feeds.conf"
            warn(
                at: SourcePosition(file: file, line: 1, column: 1),
                "there is no feed: add [feed \"name\"] with `url = https://…`")
        }
    }

    private mutating func checkNumbers(_ sections: [INIDocument.Section]) {
        guard let position = sections.first(where: { $0.kind == "wirewatch" })?.position else { return }
        if daemon.minimumInterval > daemon.maximumInterval {
            fail(at: position, "min-interval is longer than max-interval")
        }
        for (name, span) in [
            ("timeout", daemon.timeout), ("connect-timeout", daemon.connectTimeout),
            ("story-window", daemon.storyWindow), ("min-interval", daemon.minimumInterval),
        ] where span <= .zero {
            fail(at: position, "\(name) must be longer than nothing")
        }
    }
}
