import Delivery
import Model
import Pipeline
import Testing

/// What goes over a route, and when: the rules one by one.
@Suite struct `the plan of a route` {
    /// Wednesday, 24 April 2019, 12:00 UTC.
    private static let noon = CivilTime(year: 2019, month: 4, day: 24, hour: 12).timestamp()

    /// Revision 1 of story `story`, decided `ago` before noon.
    private static func waiting(
        _ id: Int64, story: Int64, revision: Int = 1, ago: Duration = .zero, severity: Severity = .normal,
        _ change: (inout WaitingDelivery) -> Void = { _ in }
    ) -> WaitingDelivery {
        var delivery = WaitingDelivery(
            id: DeliveryID(id),
            alert: .init(watch: "w", story: StoryID(story), revision: revision, severity: severity),
            created: noon - ago, nextAttempt: noon - ago)
        change(&delivery)
        return delivery
    }

    private static func route(
        isMail: Bool = false, hours: OpenHours = OpenHours(), settlesAt: Timestamp? = nil,
        _ change: (inout RouteTiming) -> Void = { _ in }
    ) -> Dispatch.Route {
        var timing = RouteTiming()
        change(&timing)
        return Dispatch.Route(timing: timing, hours: hours, tellsManyStories: isMail, settlesAt: settlesAt)
    }

    private static func plan(
        _ waiting: [WaitingDelivery], _ route: Dispatch.Route, at now: Timestamp = noon
    ) -> Dispatch.Plan { Dispatch.plan(waiting, over: route, now: now) }

    private static func id(_ number: Int64) -> DeliveryID { DeliveryID(number) }

    @Test func `a route without rules tells each at once`() {
        let plan = Self.plan([Self.waiting(1, story: 1), Self.waiting(2, story: 2)], Self.route())
        #expect(plan == .init(steps: [.tell([Self.id(1)]), .tell([Self.id(2)])], next: nil))
    }

    @Test func `the first alert of a story waits`() {
        let route = Self.route { $0.groupWait = .minutes(2) }
        let waiting = [Self.waiting(1, story: 1, ago: .minutes(1))]
        #expect(Self.plan(waiting, route) == .init(steps: [], next: Self.noon + .minutes(1)))
        #expect(Self.plan(waiting, route, at: Self.noon + .minutes(1)).steps == [.tell([Self.id(1)])])
    }

    @Test func `what comes while the oldest waits goes with it where one message tells of many`() {
        let waiting = [
            Self.waiting(1, story: 1, ago: .minutes(2)), Self.waiting(2, story: 2, ago: .seconds(5)),
        ]
        let mail = Self.plan(waiting, Self.route(isMail: true) { $0.groupWait = .minutes(2) })
        #expect(mail.steps == [.group([[Self.id(1)], [Self.id(2)]])])
        let phone = Self.plan(waiting, Self.route { $0.groupWait = .minutes(2) })
        #expect(phone.steps == [.tell([Self.id(1)])])
        #expect(phone.next == Self.noon + .seconds(115))
    }

    @Test func `revisions that wait are told as one`() {
        let waiting = [
            Self.waiting(4, story: 1, ago: .minutes(2)), Self.waiting(5, story: 1, revision: 2),
        ]
        let plan = Self.plan(waiting, Self.route { $0.groupWait = .minutes(2) })
        #expect(plan.steps == [.tell([Self.id(4), Self.id(5)])])
    }

    @Test func `an update waits for the interval, and does not wait as a first alert does`() {
        let update = Self.waiting(2, story: 1, revision: 2) { $0.lastTold = Self.noon - .minutes(10) }
        let route = Self.route {
            $0.groupWait = .hours(1)
            $0.groupInterval = .minutes(30)
        }
        #expect(Self.plan([update], route) == .init(steps: [], next: Self.noon + .minutes(20)))
        #expect(Self.plan([update], route, at: Self.noon + .minutes(20)).steps == [.tell([Self.id(2)])])
    }

    @Test func `an update does not overtake a message that is on its way`() {
        let first = Self.waiting(1, story: 1) {
            $0.parcel = Self.id(1)
            $0.attempts = 1
            $0.nextAttempt = Self.noon + .minutes(5)
        }
        let plan = Self.plan([first, Self.waiting(2, story: 1, revision: 2)], Self.route())
        #expect(plan == .init(steps: [], next: Self.noon + .minutes(5)))
    }

    @Test func `what goes in the message of another does not go by itself`() {
        let carrier = Self.waiting(1, story: 1) { $0.parcel = Self.id(1) }
        let carried = Self.waiting(2, story: 2) { $0.parcel = Self.id(1) }
        #expect(Self.plan([carrier, carried], Self.route()).steps == [.send(Self.id(1))])
    }

    private static func night() throws -> OpenHours {
        OpenHours([(try ActiveHours("Mon..Fri 14:00..22:00"), .utc)])
    }

    @Test(
        arguments: [
            (.hold, .init(steps: [], next: noon + .hours(2))),
            (.drop, .init(steps: [.drop([id(1)])], next: nil)),
            (.digest, .init(steps: [.drop([id(1)])], next: nil)),
        ] as [(OutsideHours, Dispatch.Plan)])
    func `outside of its hours a route holds or drops`(rule: OutsideHours, expected: Dispatch.Plan) throws {
        let route = Self.route(hours: try Self.night()) { $0.outside = rule }
        #expect(Self.plan([Self.waiting(1, story: 1)], route) == expected)
    }

    @Test func `what was decided within the hours is held, not dropped, when they are over`() throws {
        let late = CivilTime(year: 2019, month: 4, day: 24, hour: 22, minute: 1).timestamp()
        let waiting = Self.waiting(1, story: 1) { $0.created = late - .minutes(2) }
        let route = Self.route(hours: try Self.night()) { $0.outside = .drop }
        #expect(Self.plan([waiting], route, at: late) == .init(steps: [], next: late + .minutes(16 * 60 - 1)))
    }

    @Test(
        arguments: [
            (.urgent, [.active, .groupWait], true), (.urgent, [.active], false),
            (.urgent, [], false), (.normal, [.active, .groupWait], false),
        ] as [(Severity, Set<UrgentSkip>, Bool)])
    func `an urgent alert goes at any hour and at once where the route says so`(
        severity: Severity, skips: Set<UrgentSkip>, goes: Bool
    ) throws {
        let route = Self.route(hours: try Self.night()) {
            $0.groupWait = .minutes(2)
            $0.urgentSkips = skips
        }
        let plan = Self.plan([Self.waiting(1, story: 1, severity: severity)], route)
        #expect(plan.steps.isEmpty != goes)
    }

    @Test func `more stories than the flood are one summary, and what a person asked for goes by itself`() {
        let waiting = (1...5).map { Self.waiting($0, story: $0) }
        let route = Self.route { $0.flood = 4 }
        #expect(Self.plan(waiting, route).steps == [.flood((1...5).map { [Self.id($0)] })])
        #expect(Self.plan(Array(waiting.dropLast()), route).steps.count == 4)
        let asked = Self.waiting(6, story: 6) { $0.isForced = true }
        #expect(
            Self.plan(waiting + [asked], route).steps == [
                .tell([Self.id(6)]), .flood((1...5).map { [Self.id($0)] }),
            ])
    }

    @Test func `a first alert of a story that was told under another name is skipped, its update is not`() {
        let first = Self.waiting(3, story: 1) { $0.lastTold = Self.noon - .hours(1) }
        let update = Self.waiting(4, story: 1, revision: 2) { $0.lastTold = Self.noon - .hours(1) }
        #expect(
            Self.plan([first, update], Self.route()).steps == [.skip([Self.id(3)]), .tell([Self.id(4)])])
        var asked = first
        asked.isForced = true
        #expect(Self.plan([asked], Self.route()).steps == [.tell([Self.id(3)])])
    }

    @Test func `revisions of one story are no flood`() {
        let waiting = (1...5).map { Self.waiting($0, story: 1, revision: Int($0)) }
        #expect(Self.plan(waiting, Self.route { $0.flood = 1 }).steps == [.tell((1...5).map(Self.id))])
    }

    @Test func `after a long absence alerts wait until it has settled`() {
        let route = Self.route(settlesAt: Self.noon + .minutes(10))
        let waiting = [Self.waiting(1, story: 1)]
        #expect(Self.plan(waiting, route) == .init(steps: [], next: Self.noon + .minutes(10)))
        #expect(Self.plan(waiting, route, at: Self.noon + .minutes(10)).steps.count == 1)
    }

    @Test func `a route that does not answer is tried with what was tried least, and nothing new`() {
        let tried = (1...3).map { number in
            Self.waiting(number, story: number) {
                $0.parcel = $0.id
                $0.attempts = 5 - Int(number)
                $0.nextAttempt = Self.noon + .hours(1)
            }
        }
        var route = Self.route()
        route.isProbed = true
        #expect(Self.plan(tried + [Self.waiting(4, story: 4)], route).steps == [.send(Self.id(3))])
        #expect(Self.plan([Self.waiting(4, story: 4)], route).steps == [.tell([Self.id(4)])])
    }

    @Test func `a clock that is set back makes no wait longer`() {
        let future = Self.waiting(1, story: 1, ago: .hours(-48))
        let route = Self.route { $0.groupWait = .minutes(2) }
        #expect(Self.plan([future], route).next == Self.noon + .minutes(2))
    }

    @Test func `what is no alert goes when it is due`() throws {
        var notice = Self.waiting(1, story: 1)
        notice.alert = nil
        let route = Self.route(hours: try Self.night()) { $0.groupWait = .hours(1) }
        #expect(Self.plan([notice], route).steps == [.send(Self.id(1))])
    }
}
