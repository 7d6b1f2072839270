package import Model

/// When a feed that can be read is late, and when it is silent.
package enum Quiet {
    /// Nobody is late before this: nights are usual.
    package static let shortest: Duration = .hours(12)
    /// Items that a feed must have brought before it can be late.
    package static let fewestItems = 6
    /// Silence without an `expect` of the user's.
    package static let shortestSilence: Duration = .days(7)

    /// The quiet after which a feed is late by its own rhythm; `nil` while that is not known.
    ///
    /// Twice the longest gap of late, three usual ones, and no less than ``shortest``.
    package static func lateAfter(_ state: FeedState) -> Duration? {
        guard let rhythm = state.rhythm, let items = state.itemSeconds, items.count >= fewestItems else {
            return nil
        }
        return max(shortest, (state.longestGap ?? rhythm) * 2, rhythm * 3)
    }

    /// The quiet after which a feed is silent: what the user expects, else a long multiple of its rhythm; `nil` while
    /// neither is known.
    ///
    /// A week at least, four of the longest gaps of late, ten usual ones.
    package static func silentAfter(_ state: FeedState, _ settings: FeedSettings) -> Duration? {
        if let expected = settings.expectedWithin { return expected }
        guard lateAfter(state) != nil, let rhythm = state.rhythm else { return nil }
        return max(shortestSilence, (state.longestGap ?? rhythm) * 4, rhythm * 10)
    }
}

extension FeedState {
    /// Its health at `now` if the last poll was good, and since when; a failing feed stays as it is.
    ///
    /// Of a feed whose next poll is overdue (the daemon slept) nobody knows more than the last poll said.
    package func judged(_ settings: FeedSettings, at now: Timestamp) -> (
        health: FeedHealth, since: Timestamp?
    ) {
        guard error == nil, let lastSuccess else { return (health, since) }
        let known = nextPoll.map { $0 < now } ?? true ? min(lastSuccess, now) : now
        let newest = lastNewItem ?? lastSuccess
        for (limit, health) in [
            (Quiet.silentAfter(self, settings), FeedHealth.silent), (Quiet.lateAfter(self), .late),
        ] {
            if let limit, known - newest > limit { return (health, min(newest + limit, now)) }
        }
        let health: FeedHealth = move?.isBelieved == true ? .moved : .ok
        return (health, self.health == health ? since ?? now : now)
    }

    /// Takes over what ``judged(_:at:)`` finds.
    package mutating func judge(_ settings: FeedSettings, at now: Timestamp) {
        let (health, since) = judged(settings, at: now)
        self.since = self.health == health ? self.since ?? since : since
        self.health = health
    }

    mutating func become(_ health: FeedHealth, at now: Timestamp) {
        if self.health != health || since == nil { since = now }
        self.health = health
    }
}
