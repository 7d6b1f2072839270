package import Model

/// A delivery that is not done, in what decides when it goes.
package struct WaitingDelivery: Sendable, Hashable {
    package var id: DeliveryID
    /// `nil` for what is no alert: it goes when it is due.
    package var alert: AlertRevision?
    package var created: Timestamp
    package var nextAttempt: Timestamp
    package var attempts: Int
    /// The delivery that carries it, perhaps itself: it was claimed, may have arrived, and is repeated as it was.
    package var parcel: DeliveryID?
    /// A person asked for it, so that it waits for nothing.
    package var isForced: Bool
    /// When the route last took an alert of its watch over the story as it is now, with all that became one with it.
    package var lastTold: Timestamp?

    package init(
        id: DeliveryID, alert: AlertRevision?, created: Timestamp, nextAttempt: Timestamp, attempts: Int = 0,
        parcel: DeliveryID? = nil, isForced: Bool = false, lastTold: Timestamp? = nil
    ) {
        self.id = id
        self.alert = alert
        self.created = created
        self.nextAttempt = nextAttempt
        self.attempts = attempts
        self.parcel = parcel
        self.isForced = isForced
        self.lastTold = lastTold
    }

    package var isClaimed: Bool { parcel != nil }

    /// Which revision of which alert, and how loud it is.
    package struct AlertRevision: Sendable, Hashable {
        package var watch: String
        /// The story that it tells of, as it is called by now.
        package var story: StoryID
        package var revision: Int
        package var severity: Severity

        package init(watch: String, story: StoryID, revision: Int, severity: Severity) {
            self.watch = watch
            self.story = story
            self.revision = revision
            self.severity = severity
        }
    }
}

/// Deliveries that go over a route as one message.
package struct Parcel: Sendable, Hashable {
    /// At least one; the first carries the others.
    package var members: [DeliveryID]
    /// What it says, where that is not what the first is of.
    package var content: Content?

    package enum Content: Sendable, Hashable, Codable {
        case alert(Alert)
        case bundle(AlertBundle)

        package var message: Message {
            switch self {
            case .alert(let alert): .alert(alert)
            case .bundle(let bundle): .bundle(bundle)
            }
        }
    }

    package init(_ members: [DeliveryID], content: Content? = nil) {
        self.members = members
        self.content = content
    }
}
