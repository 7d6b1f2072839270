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
            next.takeMove(answer, settings: settings, at: now)
            next.takeUnchanged(answer)
            next.succeed(settings: settings, at: now)
        case .read(let answer, let reading):
            next.takeMove(answer, settings: settings, at: now)
            next.validators = reading.isTruncated ? nil : answer.validators
            next.bodyHash = reading.isTruncated ? nil : answer.bodyHash
            next.hints = reading.hints
            next.hints.freshFor = answer.freshFor
            next.title = reading.title ?? title
            next.language = reading.language ?? language
            next.learn(times: reading.times, newItems: reading.newItems, at: now)
            next.succeed(settings: settings, at: now)
        case .failed(let failure):
            return next.fail(failure, settings: settings, at: now)
        }
        return PollVerdict(state: next, hold: nil)
    }

    // MARK: Success

    /// Takes what came with the news that there are none.
    ///
    /// A 304 replaces what it states and leaves the rest (RFC 9111 §3.2, §4.3.4); a document replaces validators and
    /// freshness as a whole, also where it is the same as the last.
    private mutating func takeUnchanged(_ answer: PollOutcome.Answer) {
        guard answer.isDocument else {
            if let new = answer.validators, !new.isEmpty {
                let kept = validators.flatMap { $0.url == new.url ? $0 : nil }
                validators = Validators(
                    entityTag: new.entityTag ?? kept?.entityTag,
                    lastModified: new.lastModified ?? kept?.lastModified, url: new.url)
            }
            if let span = answer.freshFor { hints.freshFor = span }
            ignoresValidators = nil
            return
        }
        // Somebody who was asked "changed since?" and sends the same has not looked.
        if let asked = validators, !asked.isEmpty { ignoresValidators = true }
        validators = answer.validators
        hints.freshFor = answer.freshFor
    }

    private mutating func succeed(settings: FeedSettings, at now: Timestamp) {
        lastSuccess = now
        // An empty feed is quiet from its first poll on.
        lastNewItem = lastNewItem ?? now
        failures = 0
        error = nil
        cause = nil
        status = nil
        nextPoll = Interval.next(after: now, state: self, settings: settings)
        judge(settings, at: now)
    }

    // MARK: Moves

    private mutating func takeMove(
        _ answer: PollOutcome.Answer, settings: FeedSettings, at now: Timestamp
    ) {
        let asked = address(configured: settings.url)
        guard let target = answer.permanentURL else {
            // Polls that start at the believed address are not sent on: the move stays. Where it was doubted, the old
            // address works, and the move is dropped.
            if move?.isBelieved != true || move?.isDoubted == true { move = nil }
            return
        }
        if var known = move, known.url == target {
            known.count += 1
            known.isBelieved = known.isBelieved || Self.isSteady(known, at: now)
            known.isDoubted = nil
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

    // MARK: Failure

    private func fail(
        _ failure: PollOutcome.Failure, settings: FeedSettings, at now: Timestamp
    ) -> PollVerdict {
        var next = self
        next.failures += 1
        next.error = failure.message
        next.cause = failure.cause
        next.status = failure.status
        // The two addresses of a believed move take turns until one of them works.
        if let move, move.isBelieved, failure.kind != .tooManyRequests {
            next.move?.isDoubted = move.isDoubted == true ? nil : true
        }
        next.nextPoll = Interval.backOff(
            after: now, failures: next.failures, retryAfter: failure.retryAfter, settings: settings,
            hints: hints)
        switch failure.kind {
        case .temporary, .notAFeed: next.become(.failing, at: now)
        case .refused: next.become(.refused, at: now)
        case .gone where move?.isBelieved == true && move?.isDoubted != true:
            // The new address is gone; whether the old one is too, it says itself.
            next.become(.failing, at: now)
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
