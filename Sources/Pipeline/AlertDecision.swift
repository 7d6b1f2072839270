package import Model

/// The stage that decides whether anybody is told.
package enum AlertDecision {
    /// What to do about one watch and one story.
    package enum Verdict: Sendable, Hashable {
        case open
        case update(AlertReason)
        case nothing(Silence)
    }

    /// Why nobody is told, in terms that `why` prints.
    package enum Silence: Sendable, Hashable {
        /// All that matched came with a feed's first poll.
        case onlyQuietItems
        case belowMinimumOutlets(have: Int, need: Int)
        /// Told already, and nothing that the watch asks updates for has happened since.
        case alreadyTold
        /// Told of while it was part of a story from which a person parted it.
        case toldBeforeParting
        /// Its first match was found when the watch was put to what was stored already.
        case backfilled
        case expired
    }

    /// Decides for `watch` over `story`, of which some item matched.
    package static func verdict(
        watch: WatchSettings, story: StoryFile, language: String?, now: Timestamp
    ) -> Verdict {
        if let expires = watch.expires, expires <= now { return .nothing(.expired) }
        guard let told = story.told[watch.name] else {
            guard !story.toldBefore.contains(watch.name) else { return .nothing(.toldBeforeParting) }
            guard !story.backfilled.contains(watch.name) else { return .nothing(.backfilled) }
            guard story.watches.contains(watch.name) else { return .nothing(.onlyQuietItems) }
            let outlets = story.outletCount(within: watch.within)
            guard outlets >= watch.minimumOutlets else {
                return .nothing(.belowMinimumOutlets(have: outlets, need: watch.minimumOutlets))
            }
            return .open
        }
        if let reason = updateReason(watch: watch, story: story, told: told, language: language) {
            return .update(reason)
        }
        return .nothing(.alreadyTold)
    }

    /// The strongest reason for an update: a correction, then outlets, kind, language.
    private static func updateReason(
        watch: WatchSettings, story: StoryFile, told: Alert, language: String?
    ) -> AlertReason? {
        if watch.updateOn.contains(.correction), let lead = story.lead(language: language),
            story.isCorrected(lead.item)
        {
            return .correction
        }
        if watch.updateOn.contains(.outlets) {
            let count = story.outlets.count
            let reached = watch.escalate.last { told.content.outlets < $0 && $0 <= count }
            if let reached { return .outlets(reached) }
        }
        if watch.updateOn.contains(.kind) {
            let known = knownKinds(told, story)
            if let kind = story.kinds.first(where: { !known.contains($0) }) { return .kind(kind) }
        }
        if watch.updateOn.contains(.language) {
            let known = Set(told.content.languages)
            if let new = story.languages.first(where: { !known.contains($0) }) { return .language(new) }
        }
        return nil
    }

    /// The kinds of outlets that the reader knows to report.
    ///
    /// An alert lists a report of every outlet, up to its limit; what it had beside them is what came before it. A report
    /// may have come before and been placed after it, so that the moment alone does not tell.
    private static func knownKinds(_ told: Alert, _ story: StoryFile) -> Set<OutletKind> {
        var known = Set(told.content.reports.compactMap(\.kind))
        if told.content.outlets > listedReports {
            known.formUnion(
                story.reports.filter { $0.firstSeen <= told.decided }.compactMap(\.outlet.kind))
        }
        return known
    }

    /// The alert that `verdict` asks for; `nil` for nothing.
    package static func alert(
        _ verdict: Verdict, watch: WatchSettings, story: StoryFile, language: String?, now: Timestamp
    ) -> Alert? {
        let reason: AlertReason
        switch verdict {
        case .nothing: return nil
        case .open: reason = .opened
        case .update(let update): reason = update
        }
        let kind = (watch: watch.name, severity: watch.severity)
        guard let content = content(of: kind, story: story, language: language) else { return nil }
        let told = story.told[watch.name]
        return Alert(
            id: told?.id ?? AlertID(watch: watch.name, story: story.id), revision: (told?.revision ?? 0) + 1,
            reason: reason, decided: now, content: content)
    }

    /// `alert` with what is known of its story by now; it says why it went out as it was decided.
    package static func retold(_ alert: Alert, story: StoryFile, language: String?) -> Alert {
        guard
            var content = content(
                of: (alert.content.watch, alert.content.severity), story: story, language: language)
        else { return alert }
        content.evidence = alert.content.evidence
        var retold = alert
        retold.content = content
        return retold
    }

    /// Reports that an alert lists, the lead first, then one of each further outlet, then the rest.
    package static let listedReports = 20

    private static func content(
        of kind: (watch: String, severity: Severity), story: StoryFile, language: String?
    ) -> AlertContent? {
        guard let lead = story.lead(language: language), let first = story.first else { return nil }
        var outlets: Set<String> = [lead.outlet.name]
        var firsts: [StoryFile.Brief] = []
        var rest: [StoryFile.Brief] = []
        for report in story.reports where report.item != lead.item {
            if outlets.insert(report.outlet.name).inserted {
                firsts.append(report)
            } else {
                rest.append(report)
            }
        }
        let listed = ([lead] + firsts + rest).prefix(listedReports)
        return AlertContent(
            watch: kind.watch, severity: kind.severity, story: story.id, headline: lead.title, url: lead.url,
            outlets: story.outlets.count, languages: story.languages, items: story.reports.count,
            independentTexts: story.independentTexts, firstOutlet: first.outlet.name, firstReport: first.time,
            evidence: story.evidence[kind.watch] ?? [],
            reports: listed.map { report in
                AlertReport(
                    outlet: report.outlet.name, kind: report.outlet.kind, language: report.language,
                    title: report.title, url: report.url, time: report.time, isCopy: report.isCopy)
            })
    }

    /// The routes of `watch` that take an alert of its severity.
    ///
    /// `low` goes over no route that does not ask for it.
    package static func routes(
        for watch: WatchSettings, defaults: [String], among routes: [RouteSettings]
    ) -> [String] {
        let wanted = watch.notify.isEmpty ? defaults : watch.notify
        return wanted.filter { name in
            routes.contains { $0.name == name && $0.severity <= watch.severity }
        }
    }
}
