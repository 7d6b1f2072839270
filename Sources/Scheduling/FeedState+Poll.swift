package import Model

extension FeedState {
    /// The state after a poll that ended with `outcome` at `now`.
    package func after(
        _ outcome: PollOutcome, of settings: FeedSettings, at now: Timestamp
    ) -> PollVerdict {
        var next = self
        next.lastPoll = now
        switch outcome {
        case .unchanged(let answer):
            next.take(answer, asked: address(configured: settings.url), settings: settings, at: now)
            // One set: a 304 has been completed with what was stored, a document stands for itself.
            next.validators = answer.validators
            next.bodyHash = answer.bodyHash
            next.hints.freshFor = answer.freshFor
            next.succeed(settings: settings, at: now)
        case .read(let answer, let reading):
            next.take(answer, asked: address(configured: settings.url), settings: settings, at: now)
            next.validators = reading.isTruncated ? nil : answer.validators
            next.bodyHash = reading.isTruncated ? nil : answer.bodyHash
            next.hints = reading.hints
            next.hints.freshFor = answer.freshFor
            next.title = reading.title ?? title
            next.language = reading.language ?? language
            next.rhythm = Interval.rhythm(of: reading.times, now: now) ?? rhythm
            if reading.newItems > 0 { next.lastNewItem = now }
            next.succeed(settings: settings, at: now)
        case .failed(let failure):
            return next.fail(failure, settings: settings, at: now)
        }
        return PollVerdict(state: next, hold: nil)
    }

    // MARK: Success

    private mutating func take(
        _ answer: PollOutcome.Answer, asked: String, settings: FeedSettings, at now: Timestamp
    ) {
        if answer.freshFor != nil { hints.freshFor = answer.freshFor }
        guard let target = answer.permanentURL else {
            // Polls that start at the believed address are not sent on: the move stays.
            if move?.isBelieved != true { move = nil }
            return
        }
        if var known = move, known.url == target {
            known.count += 1
            known.isBelieved = known.isBelieved || Self.isSteady(known, at: now)
            move = known
        } else {
            let isSameHost = Self.isSecuredTwin(asked, target)
            move = Move(url: target, firstSeen: now, count: 1, isBelieved: isSameHost)
        }
    }

    /// A move is believed once it has been seen for a week in ten polls: hotel portals redirect as well.
    private static func isSteady(_ move: Move, at now: Timestamp) -> Bool {
        move.count >= steadyPolls && now - move.firstSeen >= steadySpan
    }

    package static let steadyPolls = 10
    package static let steadySpan: Duration = .days(7)

    /// The same address over https: that needs no trial.
    private static func isSecuredTwin(_ old: String, _ new: String) -> Bool {
        old.hasPrefix("http://") && new.hasPrefix("https://") && old.dropFirst(7) == new.dropFirst(8)
    }

    private mutating func succeed(settings: FeedSettings, at now: Timestamp) {
        lastSuccess = now
        failures = 0
        error = nil
        let expected = settings.expectedWithin
        let isSilent = expected.map { span in (lastNewItem.map { now - $0 > span }) ?? false } ?? false
        become(isSilent ? .silent : move.map { $0.isBelieved } == true ? .moved : .ok, at: now)
        nextPoll = Interval.next(after: now, state: self, settings: settings)
    }

    private mutating func become(_ health: FeedHealth, at now: Timestamp) {
        if self.health != health || since == nil { since = now }
        self.health = health
    }

    // MARK: Failure

    private func fail(
        _ failure: PollOutcome.Failure, settings: FeedSettings, at now: Timestamp
    ) -> PollVerdict {
        var next = self
        next.failures += 1
        next.error = failure.message
        // A new address that fails is not believed any longer: the old one may work.
        if next.move?.isBelieved == true, failure.kind != .tooManyRequests {
            next.move = nil
            next.validators = nil
        }
        next.nextPoll = Interval.backOff(
            after: now, failures: next.failures, retryAfter: failure.retryAfter, settings: settings)
        switch failure.kind {
        case .temporary, .notAFeed: next.become(.failing, at: now)
        case .refused: next.become(.refused, at: now)
        case .gone:
            next.become(.gone, at: now)
            next.nextPoll = nil
        case .tooManyRequests:
            next.become(.refused, at: now)
            if let host = failure.host, let until = next.nextPoll {
                return PollVerdict(state: next, hold: PollVerdict.Hold(host: host, until: until))
            }
        }
        return PollVerdict(state: next, hold: nil)
    }
}
