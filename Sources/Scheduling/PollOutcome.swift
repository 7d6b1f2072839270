package import Model

/// How one poll ended, as far as the schedule cares.
package enum PollOutcome: Sendable, Hashable {
    /// The server said, or equal bytes showed, that nothing has changed.
    case unchanged(Answer)
    case read(Answer, Reading)
    case failed(Failure)

    /// What came with the answer.
    package struct Answer: Sendable, Hashable {
        package var validators: Validators?
        package var bodyHash: UInt64?
        package var freshFor: Duration?
        /// Where permanent redirects lead; `nil` without any.
        package var permanentURL: String?
        /// It brought a document, be it the same as the last: what it does not state is no longer so.
        package var isDocument: Bool

        package init(
            validators: Validators?, bodyHash: UInt64?, freshFor: Duration?, permanentURL: String?,
            isDocument: Bool = false
        ) {
            self.isDocument = isDocument
            self.validators = validators
            self.bodyHash = bodyHash
            self.freshFor = freshFor
            self.permanentURL = permanentURL
        }
    }

    /// What the document said.
    package struct Reading: Sendable, Hashable {
        package var newItems: Int
        /// Stated times of its entries, in any order.
        package var times: [Timestamp]
        package var hints: PollHints
        package var title: String?
        package var language: String?
        /// The document broke off: its validators must not be believed.
        package var isTruncated: Bool

        package init(
            newItems: Int, times: [Timestamp], hints: PollHints, title: String?, language: String?,
            isTruncated: Bool
        ) {
            self.newItems = newItems
            self.times = times
            self.hints = hints
            self.title = title
            self.language = language
            self.isTruncated = isTruncated
        }
    }

    package struct Failure: Sendable, Hashable {
        package var kind: Kind
        /// In words, for people.
        package var message: String
        package var retryAfter: Duration?
        /// `host:port` that failed.
        package var host: String?
        package var cause: TroubleCause?
        package var status: Int?

        package enum Kind: Sendable, Hashable {
            /// Worth asking again, ever more seldom.
            case temporary
            /// The server will not have us.
            case refused
            /// 429: the whole host rests.
            case tooManyRequests
            /// 410: not asked again until the address is changed.
            case gone
            /// Something came, but no feed.
            case notAFeed
        }

        package init(
            kind: Kind, message: String, retryAfter: Duration? = nil, host: String? = nil,
            cause: TroubleCause? = nil, status: Int? = nil
        ) {
            self.cause = cause
            self.status = status
            self.kind = kind
            self.message = message
            self.retryAfter = retryAfter
            self.host = host
        }
    }
}

/// What follows from a poll: the feed's next state, and a host to leave alone.
package struct PollVerdict: Sendable, Hashable {
    package var state: FeedState
    package var hold: Hold?

    package struct Hold: Sendable, Hashable {
        package var host: String
        package var until: Timestamp

        package init(host: String, until: Timestamp) {
            self.host = host
            self.until = until
        }
    }

    package init(state: FeedState, hold: Hold?) {
        self.state = state
        self.hold = hold
    }
}
