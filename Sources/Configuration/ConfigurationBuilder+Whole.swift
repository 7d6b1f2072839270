import Model
import Text

/// What can only be checked once everything is read.
extension ConfigurationBuilder {
    mutating func checkWhole(_ sections: [INIDocument.Section]) {
        checkRoutes()
        checkMail(sections)
        checkDigests()
        checkExpectations()
        let reading = checks.queries(aliases)
        checkAliases(reading, inUse: aliasNamesInUse())
        checkQueries(reading)
        checkFeeds(sections)
        checkFilters()
        checkPush()
    }

    // MARK: Names

    private mutating func checkRoutes() {
        let used = Set(routeNames.map(\.text)).union(daemon.notify)
        for route in routes where !used.contains(route.name) {
            guard let position = position(of: "route", route.name) else { continue }
            warn(at: position, "route `\(route.name)` is used nowhere: name it in a `notify`")
        }
        // Two routes need no section of their own.
        for (name, type) in [("journal", RouteType.journal), ("stdout", .stdout)]
        where position(of: "route", name) == nil {
            routes.append(RouteSettings(name: name, type: type))
        }
        let known = Set(routes.map(\.name)).union(names(of: "route")).sorted()
        for (name, position) in routeNames where !known.contains(name) {
            fail(
                at: position, "unknown route `\(name.shown)`: there are \(known.joined(separator: ", "))",
                suggestion: Suggestion.nearest(to: name, among: known))
        }
        checkSeverities()
    }

    /// A watch that names its routes wants to be told, whatever its severity.
    private mutating func checkSeverities() {
        for watch in watches {
            let named = routes.filter { watch.notify.contains($0.name) }
            guard let lowest = named.min(by: { $0.severity < $1.severity }), lowest.severity > watch.severity,
                let position = position(of: "watch", watch.name)
            else { continue }
            warn(
                at: position,
                "watch `\(watch.name)` tells nobody: its severity is \(watch.severity.rawValue), and route "
                    + "`\(lowest.name)` takes \(lowest.severity.rawValue) and above; `severity` of the route says from where on"
            )
        }
    }

    private mutating func checkDigests() {
        for route in routes where route.timing.outside == .digest && !route.timing.active.isEmpty {
            guard !digests.contains(where: { $0.notify.contains(route.name) }),
                let position = position(of: "route", route.name)
            else { continue }
            warn(at: position, "route `\(route.name)` leaves alerts to a digest, and no [digest] takes it")
        }
        let known = names(of: "watch")
        for (name, position) in watchNames where !known.contains(name) {
            fail(
                at: position, "unknown watch `\(name.shown)`",
                suggestion: Suggestion.nearest(to: name, among: known))
        }
    }

    /// A silence that nobody is told of is seen only by who asks.
    private mutating func checkExpectations() {
        guard !feedWatches.contains(where: { $0.events.contains(.watchSilent) }) else { return }
        let expecting = watches.first { $0.expectedWithin != nil }
        guard let name = expecting?.name, let position = position(of: "watch", name) else { return }
        warn(
            at: position,
            "watch `\(name)` has `expect`, and nobody is told of its silence: a watch with `on = watch.silent` does"
        )
    }

    // MARK: Queries

    private func aliasNamesInUse() -> Set<String> {
        var names: Set<String> = []
        for text in queries.map(\.value.text) + aliases.flatMap(\.names) where text.contains("@") {
            for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || "@-_".contains($0)) }) {
                if let at = word.lastIndex(of: "@") { names.insert(String(word[word.index(after: at)...])) }
            }
        }
        return names
    }

    private mutating func checkAliases(_ reading: QueryChecks, inUse used: Set<String>) {
        for problem in reading.aliasProblems {
            let entries = aliasEntries[problem.alias] ?? []
            let section = position(of: "alias", problem.alias)
            let place = problem.entry.flatMap { entries.indices.contains($0) ? entries[$0] : nil } ?? section
            guard let place else { continue }
            fail(at: place, "alias @\(problem.alias): \(problem.message)", suggestion: problem.suggestion)
        }
        for alias in aliases where !used.contains(alias.name) {
            // A file that is included may be a library, of which a desk uses a part.
            guard let position = position(of: "alias", alias.name), position.file == firstFile else {
                continue
            }
            warn(at: position, "alias @\(alias.name) is used nowhere")
        }
    }

    private mutating func checkQueries(_ reading: QueryChecks) {
        for query in queries {
            var findings: [ConfigurationChecks.Finding]
            if query.isScore {
                guard case .watch(let watch) = query.use else { continue }
                findings = reading.score(watch)
            } else {
                findings = reading.query(query.value.text, query.use)
            }
            findings.sort { $0.offset < $1.offset }
            for finding in findings {
                fail(
                    at: query.value.position(ofByte: finding.offset), finding.message,
                    suggestion: finding.suggestion)
            }
        }
    }

    // MARK: Feeds

    private mutating func checkFeeds(_ sections: [INIDocument.Section]) {
        var seen: [String: String] = [:]
        for feed in feeds {
            if let other = seen[feed.url] {
                if let position = position(of: "feed", feed.name) {
                    warn(at: position, "feed `\(feed.name)` has the address of feed `\(other)`")
                }
            } else {
                seen[feed.url] = feed.name
            }
        }
        // Where something could not be read, feeds may stand in it.
        guard !problems.contains(where: { $0.severity == .error }) else { return }
        if feeds.isEmpty, !sections.contains(where: { $0.kind == "feed" || $0.kind == "opml" }) {
            let file = sections.first?.position.file ?? firstFile
            warn(
                at: SourcePosition(file: file, line: 1, column: 1),
                "there is no feed: add [feed \"name\"] with `url = https://…`")
        }
    }

    /// Filters that no feed meets, and counts that the feeds cannot reach: such a watch is silent for ever.
    private mutating func checkFilters() {
        guard !feeds.isEmpty else { return }
        let outlets = Set(feeds.map { $0.outlet.name.lowercased() })
        let tags = Set(feeds.flatMap(\.tags).map { $0.lowercased() })
        let languages = Set(feeds.map { $0.language.map(Self.primary) })
        for (kind, part) in filters {
            var text = part.text.lowercased()
            let known: Set<String>
            switch kind {
            case .language:
                // A feed that does not say may bring any language.
                guard !languages.contains(nil) else { continue }
                known = Set(languages.compactMap(\.self))
                text = Self.primary(text)
            case .tag: known = tags
            case .source: known = outlets
            }
            guard !text.contains("*"), !known.contains(text) else { continue }
            warn(
                at: part.position, "no feed has the \(kind.rawValue) `\(part.text.shown)`",
                suggestion: Suggestion.nearest(to: part.text, among: known.sorted()))
        }
        for (count, position) in minimumOutlets where count > outlets.count {
            warn(
                at: position,
                "the feeds have \(counted(outlets.count, "outlet")): \(count) never carry a story"
            )
        }
    }

    private static func primary(_ language: String) -> String {
        String(language.prefix { $0 != "-" }).lowercased()
    }
}
