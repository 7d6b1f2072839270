package import Model
import Text

/// The life of a subscription, without a clock, a network or a store of its own.
///
/// wanted → pending → active → renewing → active …; a refusal, a lapse or silence leads back to wanted with a
/// back-off. leaving → left ends it.
/// - Source: WebSub §5.
extension Subscription {
    // MARK: Time

    /// What is due at `now`; the change has to be stored before the request goes out, since hubs may verify first.
    ///
    /// - Parameter fresh: the identity of a new attempt: what an abandoned one was given is worth nothing any more.
    package mutating func next(
        at now: Timestamp, fresh: PushIdentity, settings: PushSettings
    ) -> SubscriptionStep {
        if state == .active || state == .renewing, leaseEnd.map({ $0 <= now }) ?? true {
            lapse(at: now, settings: settings)
        }
        guard nextAction <= now else { return .wait }
        switch state {
        case .wanted, .denied:
            identity = fresh
            return ask(.subscribe, as: .pending, at: now, settings: settings)
        case .active: return ask(.subscribe, as: .renewing, at: now, settings: settings)
        case .pending, .renewing:
            let span = settings.verificationWait.inWords
            fail("the hub did not verify the request within \(span)", at: now, settings: settings)
            return .wait
        case .leaving:
            guard asked != nil, failures < settings.farewells, leaseEnd.map({ $0 > now }) ?? true else {
                return .forget
            }
            failures += 1
            return ask(.unsubscribe, as: .leaving, at: now, settings: settings)
        case .left: return .forget
        }
    }

    private mutating func ask(
        _ mode: HubMode, as state: State, at now: Timestamp, settings: PushSettings
    ) -> SubscriptionStep {
        self.state = state
        asked = now
        nextAction = now + settings.verificationWait
        if let leaseEnd, state == .renewing { nextAction = min(nextAction, leaseEnd) }
        return .ask(mode)
    }

    /// The lease ran out, and the hub did not verify another in time.
    private mutating func lapse(at now: Timestamp, settings: PushSettings) {
        state = .wanted
        leaseEnd = nil
        // A hub that gives leases of seconds is not asked every few seconds.
        nextAction = max(now, (asked ?? now) + settings.shortestLease)
    }

    // MARK: The hub's answers

    /// The hub answered a request that went out as ``next(at:fresh:settings:)`` said.
    package mutating func answered(_ outcome: HubOutcome, at now: Timestamp, settings: PushSettings) {
        switch outcome {
        case .accepted: break
        case .refused(let message):
            fail(message, base: settings.refusalBackOff, at: now, settings: settings)
        case .failed(let message, let retryAfter):
            fail(message, retryAfter: retryAfter, at: now, settings: settings)
        }
    }

    /// Another request to the same hub found it not working: this one waits without having been made.
    package mutating func postpone(until moment: Timestamp) {
        guard state == .pending || state == .wanted || state == .denied else { return }
        state = .wanted
        nextAction = moment
    }

    private mutating func fail(
        _ message: String, base: Duration? = nil, retryAfter: Duration? = nil, at now: Timestamp,
        settings: PushSettings
    ) {
        // The hub verified it all the same: what its answer was does not matter.
        guard state == .pending || state == .renewing || state == .leaving else { return }
        error = message
        var wait = base ?? settings.firstBackOff
        for _ in 0..<min(failures, 20) where wait < settings.longestBackOff { wait = wait * 2 }
        wait = min(wait, settings.longestBackOff)
        wait = wait + wait * Int(spread(now)) / 1000
        nextAction = now + max(wait, min(retryAfter ?? .zero, settings.longestBackOff * 7))
        switch state {
        case .leaving: return
        case .renewing:
            failures += 1
            state = .active
            // What is left of the lease is there to be renewed in.
            if let leaseEnd {
                nextAction = min(
                    nextAction, leaseEnd, now + max((leaseEnd - now) / 2, settings.shortestLease))
            }
        default:
            failures += 1
            state = .wanted
            takeNextHub()
        }
    }

    private mutating func takeNextHub() {
        if let index = hubs.firstIndex(of: hub) { hub = hubs[(index + 1) % hubs.count] }
    }

    // MARK: The hub's questions

    /// The hub asks whether we meant it; true where the challenge is to be echoed.
    ///
    /// Only what was asked, with the topic it was asked for and while the hub may still verify it, is confirmed.
    /// A repeated question gets the same answer and changes nothing.
    package mutating func verify(
        _ question: HubVerification, at now: Timestamp, settings: PushSettings
    ) -> Bool {
        guard question.topic == topic, let asked, now < asked + settings.verificationWait else {
            return false
        }
        switch (question.mode, state) {
        case (.subscribe, .pending), (.subscribe, .renewing):
            activate(for: question.lease ?? settings.lease, at: now, settings: settings)
            return true
        case (.unsubscribe, .leaving):
            state = .left
            leaseEnd = nil
            nextAction = asked + settings.verificationWait
            return true
        case (.subscribe, .active), (.unsubscribe, .left): return true
        default: return false
        }
    }

    private mutating func activate(for lease: Duration, at now: Timestamp, settings: PushSettings) {
        let span = min(max(lease, .seconds(1)), settings.longestLease)
        let paced = max(span, settings.shortestLease)
        let end = now + span
        state = .active
        leaseEnd = end
        failures = 0
        error = nil
        // Between 75 and 85 hundredths: leases that were given together are not renewed together.
        nextAction = min(now + paced * (750 + Int(spread(now))) / 1000, end)
    }

    /// The hub says that it will not push; true where the subscription is the one it means.
    package mutating func deny(
        topic: String, reason: String?, at now: Timestamp, settings: PushSettings
    ) -> Bool {
        guard topic == self.topic else { return false }
        // A farewell that is denied is one.
        if isEnding {
            state = .left
            nextAction = now
            return true
        }
        state = .denied
        leaseEnd = nil
        failures += 1
        error = reason.map { "the hub denies the subscription: \($0)" } ?? "the hub denies the subscription"
        nextAction = now + settings.longestBackOff * min(failures, 7)
        takeNextHub()
        return true
    }

    /// Begins to end it.
    package mutating func leave(at now: Timestamp) {
        guard !isEnding else { return }
        state = .leaving
        failures = 0
        error = nil
        nextAction = now
    }

    /// Thousandths from 0 to 100, the same for the same subscription and moment.
    private func spread(_ now: Timestamp) -> UInt64 {
        var hash = StableHash()
        hash.combine(identity.path.utf8)
        hash.combine("\(now.milliseconds)".utf8)
        return hash.value % 101
    }
}
