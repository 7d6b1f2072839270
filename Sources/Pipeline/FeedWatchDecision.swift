import Curl
package import Model
import Scheduling

/// The stage that decides what a summary of feeds in trouble says.
package enum FeedWatchDecision {
    /// A summary and what it leaves behind.
    package struct Plan: Sendable, Hashable {
        /// `nil` where there is nothing new to tell.
        package var notice: FeedNotice?
        /// Troubles that are told with it.
        package var told: [ToldTrouble] = []
        /// Troubles told earlier that are over, or that another episode follows.
        package var over: [ToldTrouble] = []
    }

    /// What `watch` has to tell at `now` of `feeds`, of which it has told `known` before.
    ///
    /// A trouble is told once, when it has lasted for the watch's `after`; that it is over is told once, too, if the
    /// trouble was. Feeds are told by gravity, then by name.
    /// - Parameter silences: of watches, that it has not told yet; told where it asks for them.
    package static func plan(
        watch: FeedWatchSettings, feeds: [StoredFeed], known: [ToldTrouble], silences: [WatchSilence] = [],
        slot: String, now: Timestamp
    ) -> Plan {
        var plan = Plan()
        let known = known.filter { $0.watch == watch.name }
        let mine = feeds.filter { $0.isConfigured && concerns($0.settings, watch) }
        var troubles: [FeedTrouble] = []
        var recovered: [FeedRecovery] = []
        var ongoing = 0
        for feed in mine {
            let all = Self.events(of: feed.state)
            for told in known where told.feed == feed.id && !all.contains(told.event) {
                // Whether a feed that cannot be read is still silent, nobody knows.
                if told.event == .silent, all.contains(.failing) { continue }
                plan.over.append(told)
                recovered.append(FeedRecovery(feed: feed.settings.name, event: told.event, told: told.told))
            }
            for event in all.intersection(watch.events).sorted() {
                let episode = Self.episode(event, feed.state)
                let earlier = known.first { $0.feed == feed.id && $0.event == event }
                if earlier?.episode == episode {
                    ongoing += 1
                    continue
                }
                // Another episode: what was told is over.
                if let earlier { plan.over.append(earlier) }
                guard isRipe(event, feed.state, after: watch.after, now: now) else {
                    if let earlier {
                        recovered.append(
                            FeedRecovery(feed: feed.settings.name, event: event, told: earlier.told))
                    }
                    continue
                }
                plan.told.append(
                    ToldTrouble(watch: watch.name, feed: feed.id, event: event, episode: episode, told: now))
                troubles.append(Self.trouble(feed, event))
            }
        }
        // Feeds that are no longer looked after leave without a word.
        let ids = Set(mine.map(\.id))
        plan.over += known.filter { !ids.contains($0.feed) }
        let silent = watch.events.contains(.watchSilent) ? silences.sorted { $0.watch < $1.watch } : []
        guard !troubles.isEmpty || !recovered.isEmpty || !silent.isEmpty else { return plan }
        troubles.sort { ($0.event, $0.feed) < ($1.event, $1.feed) }
        recovered.sort { ($0.feed, $0.event) < ($1.feed, $1.event) }
        plan.notice = FeedNotice(
            id: FeedNoticeID(watch: watch.name, slot: slot), severity: watch.severity, decided: now,
            troubles: Array(troubles.prefix(FeedNotice.listed)),
            unlisted: max(0, troubles.count - FeedNotice.listed),
            recovered: Array(recovered.prefix(FeedNotice.listed)), ongoing: ongoing, feeds: mine.count,
            // Those that are not listed are not told, and come with the next summary.
            silences: silent.isEmpty ? nil : Array(silent.prefix(FeedNotice.listed)))
        return plan
    }

    /// The last time before or at `now` for which `watch` makes a summary, if none was made for it: `nil` where the
    /// last was made for that or a later time.
    ///
    /// A watch that is new waits for its next time. A clock that was set back repeats nothing.
    package static func dueSlot(
        at expression: CalendarExpression, in zone: TimeZoneRules, mark: Timestamp, now: Timestamp
    ) -> Timestamp? {
        // All times are within eight days of each other; only the last one missed is made up for.
        var slot = expression.next(after: max(mark, now - .days(8)), in: zone)
        guard slot <= now else { return nil }
        for _ in 0..<(9 * 24 * 60) {
            let next = expression.next(after: slot, in: zone)
            guard next <= now, next > slot else { break }
            slot = next
        }
        return slot
    }

    /// `2019-04-25-0800`.
    package static func name(ofSlot moment: Timestamp, in zone: TimeZoneRules) -> String {
        let time = CivilTime(moment, offset: zone.offset(at: moment))
        func two(_ number: Int) -> String { CivilTime.padded(number, 2) }
        return "\(CivilTime.padded(time.year, 4))-\(two(time.month))-\(two(time.day))-\(two(time.hour))"
            + two(time.minute)
    }

    /// The routes of `watch` that take a message of its severity.
    package static func routes(
        for watch: FeedWatchSettings, defaults: [String], among routes: [RouteSettings]
    ) -> [String] {
        let wanted = watch.notify.isEmpty ? defaults : watch.notify
        return wanted.filter { name in
            routes.contains { $0.name == name && $0.severity <= watch.severity }
        }
    }

    // MARK: One feed

    private static func concerns(_ feed: FeedSettings, _ watch: FeedWatchSettings) -> Bool {
        func isAmong(_ wanted: [String], _ given: [String]) -> Bool {
            wanted.isEmpty
                || wanted.contains { word in given.contains { meets($0.lowercased(), word.lowercased()) } }
        }
        return isAmong(watch.tags, feed.tags) && isAmong(watch.sources, [feed.outlet.name])
            && isAmong(watch.languages, feed.language.map { [$0, String($0.prefix { $0 != "-" })] } ?? [])
    }

    /// Equal, or begun by it where it ends with `*`.
    private static func meets(_ text: String, _ wanted: String) -> Bool {
        wanted.hasSuffix("*") ? text.hasPrefix(wanted.dropLast()) : text == wanted
    }

    /// A feed that has moved may be silent or failing besides.
    private static func events(of state: FeedState) -> Set<FeedEvent> {
        var events = Set([FeedEvent(state.health)].compactMap(\.self))
        if state.move?.isBelieved == true { events.insert(.moved) }
        return events
    }

    /// Same episode, same text: a feed that fails in another way has not been well in between.
    private static func episode(_ event: FeedEvent, _ state: FeedState) -> String {
        switch event {
        case .failing: "\(state.lastSuccess?.milliseconds ?? 0)"
        case .silent: "\(state.lastNewItem?.milliseconds ?? 0)"
        case .moved: state.move?.url ?? ""
        case .watchSilent: preconditionFailure("no feed has this event")
        }
    }

    private static func isRipe(
        _ event: FeedEvent, _ state: FeedState, after span: Duration, now: Timestamp
    ) -> Bool {
        guard event == .failing, state.health != .gone else { return true }
        // Between failing and refused, nobody was well: what counts is when it was read last.
        let start = [state.since, state.lastSuccess].compactMap(\.self).min()
        return start.map { now - $0 >= span } ?? true
    }

    private static func trouble(_ feed: StoredFeed, _ event: FeedEvent) -> FeedTrouble {
        let state = feed.state
        return FeedTrouble(
            feed: feed.settings.name, url: URLParts.shown(feed.settings.url),
            outlet: feed.settings.outlet.name, event: event,
            state: state.health, since: state.since, error: state.error, status: state.status,
            lastSuccess: state.lastSuccess, lastNewItem: state.lastNewItem, nextPoll: state.nextPoll,
            movedTo: event == .moved ? state.move?.url : nil,
            advice: FeedAdvice.text(state, feed.settings) ?? "")
    }
}
