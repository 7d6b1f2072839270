import Configuration
import FeedParsing
import MicroHTTP
import Model
import Pipeline
import Scheduling
import Synchronization
import Web

/// What the services of pushing share.
struct PushDesk: Sendable {
    /// `nil` where there is nobody to ask hubs.
    let service: PushService?
    let callback: PushCallback
    /// Where to listen; `nil` for nowhere.
    let place: ListenPlace?
    /// The pace of polls of feeds that are pushed; `nil` where nobody could push.
    let pace: Duration?
    /// Rung when feeds name other hubs, and when hubs have answered.
    let bell: Doorbell
    let listenerBell = Doorbell()
    /// Raised while there is something to be compared: all feeds that name hubs are read for it.
    let offers = Flag()
}

/// A note that something is to be done, for the one who does it.
final class Flag: Sendable {
    private let isUp = Mutex(true)

    func raise() { isUp.withLock { $0 = true } }

    var isRaised: Bool { isUp.withLock { $0 } }

    /// Whether it was raised; it is down then.
    func take() -> Bool {
        isUp.withLock { isUp in
            defer { isUp = false }
            return isUp
        }
    }
}

/// Subscriptions and the listener.
extension Daemon {
    func pushDesk(rings edit: Doorbell) -> PushDesk {
        let keys = setup.configuration.daemon.push
        let place = listenPlace
        let pace = keys.callback != nil && place != nil && surroundings.hub != nil ? keys.interval : nil
        let service = surroundings.hub.map { hub in
            PushService(
                store: surroundings.store, hub: hub, settings: setup.pushSettings, poll: setup.pollSettings,
                callback: place == nil ? nil : keys.callback, events: surroundings.events,
                now: surroundings.now)
        }
        let events = surroundings.events
        let meter = surroundings.meter
        let bell = Doorbell()
        let callback = PushCallback(
            stage: pollStage(pace: pace), store: surroundings.store, settings: setup.pushSettings,
            documentsPerMinute: keys.documentsPerMinute,
            tell: { news in
                for event in Self.events(of: news) { events(event) }
                if case .came(let feed, let report) = news {
                    meter.count { $0.count(report.receipt, of: feed) }
                }
                edit.ring()
            },
            changed: { before, after, feed throws(StoreError) in
                try await service?.note(before, after, of: feed)
                bell.ring()
            }, now: surroundings.now)
        return PushDesk(service: service, callback: callback, place: place, pace: pace, bell: bell)
    }

    private static func events(of news: PushNews) -> [Event] {
        switch news {
        case .came(let feed, let report):
            let (new, revised) = (report.receipt.newItems.count, report.receipt.revisedItems.count)
            return [.pushed(feed: feed, new: new, revised: revised)]
                + report.warnings.map { .documentOdd(feed: feed, warning: $0.message) }
        case .dropped(let feed, let reason): return [.pushDropped(feed: feed, reason: reason)]
        case .storeTroubled(let error): return [.storeTroubled(error: error.message)]
        }
    }

    private var listenPlace: ListenPlace? {
        if let socket = surroundings.sockets.first { return .descriptor(socket) }
        guard let text = setup.configuration.daemon.listen,
            let (host, port) = WebAddress.listeningPlace(text)
        else { return nil }
        return .address(host: host, port: port)
    }

    // MARK: Services

    /// Keeps subscriptions as feeds and configuration want them.
    func subscribe(_ desk: PushDesk, until stopper: Stopper) async -> StoreError? {
        guard let service = desk.service else { return nil }
        var isFirst = true
        var compared: Duration?
        return await work(until: stopper, at: desk.bell) { _ throws(StoreError) in
            if isFirst { try await pollAtUsualPace() }
            isFirst = false
            var later: Timestamp?
            let rest = compared.map { $0 + Self.comparePause - surroundings.elapsed() } ?? .zero
            if rest > .zero {
                // Many feeds name their hubs one after the other when a daemon is new: they are compared together.
                if desk.offers.isRaised { later = surroundings.now() + rest }
            } else if desk.offers.take() {
                do throws(StoreError) {
                    try await service.reconcile()
                } catch {
                    desk.offers.raise()
                    throw error
                }
                compared = surroundings.elapsed()
            }
            return [try await service.advance(), later].compactMap(\.self).min()
        }
    }

    /// Between two comparisons, each of which reads all feeds that name hubs.
    private static let comparePause: Duration = .seconds(2)

    /// Pushes may have been lost while nobody listened: feeds that have been pushed are polled as if they had not.
    func pollAtUsualPace() async throws(StoreError) {
        let now = surroundings.now()
        for feed in try await surroundings.store.pushFeeds() where !feed.subscriptions.isEmpty {
            try await surroundings.store.pullForward(feed.id) {
                Interval.unrelaxed($0, settings: $1, at: now)
            }
        }
    }

    /// Serves what is called back; where the address is taken it is tried again.
    func listen(_ desk: PushDesk, until stopper: Stopper) async -> StoreError? {
        guard let place = desk.place else { return nil }
        let routes = WebRoutes(
            [desk.callback.route(bodyLimit: setup.configuration.daemon.bodyBytes)],
            base: setup.configuration.daemon.push.callbackPath)
        await serve(routes, at: place, until: stopper, bell: desk.listenerBell)
        return nil
    }

    /// Serves `routes` at `place` until `stopper` is stopped, which rings `bell`.
    func serve(_ routes: WebRoutes, at place: ListenPlace, until stopper: Stopper, bell: Doorbell) async {
        var isTold = false
        while !stopper.isStopped {
            let listener: WebListener
            do throws(ListenError) {
                listener = try WebListener(at: place, limits: setup.serverLimits, routes: routes)
            } catch {
                if !isTold { surroundings.events(.listenFailed(error: error.description)) }
                isTold = true
                await bell.wait(atMost: Self.listenWait)
                continue
            }
            surroundings.events(.listening(place: "\(place)"))
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await listener.serve() }
                while !stopper.isStopped, !Task.isCancelled {
                    await bell.wait(atMost: Self.longestWait)
                }
                await listener.stop()
            }
            if Task.isCancelled { break }
        }
    }

    /// Between two tries to listen.
    private static let listenWait: Duration = .seconds(5)
}
