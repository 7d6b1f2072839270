package import Model

/// A daemon that was away for long comes back to many alerts, one after the other as its feeds are polled.
package enum Absence {
    /// Nobody looked for so long: what has come meanwhile is told together.
    package static let shortest: Duration = .hours(3)
    /// By then nearly all feeds have been polled again.
    package static let settling: Duration = .minutes(10)

    /// When alerts may go over routes that people read; `nil` for at once.
    ///
    /// - Parameter lastPoll: when any feed was polled last; `nil` for never, which is no absence.
    package static func settlesAt(lastPoll: Timestamp?, now: Timestamp) -> Timestamp? {
        guard let lastPoll, now - lastPoll >= shortest else { return nil }
        return now + settling
    }
}
