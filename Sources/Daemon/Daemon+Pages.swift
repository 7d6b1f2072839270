import Configuration
import Digests
import MicroHTTP
import Model
import Pipeline
import Web

/// Pages for people over HTTP.
extension Daemon {
    /// `/` and `/s/ID`.
    var pageRoutes: WebRoutes {
        let daemon = setup.configuration.daemon
        let frame = DigestFrame(base: daemon.base)
        let pages = StoryPages(
            store: surroundings.reader ?? surroundings.store, watches: setup.configuration.watches,
            language: daemon.language, clock: DigestClock(setup.zone),
            host: daemon.base == nil ? nil : frame.host, now: surroundings.now)
        return WebRoutes(pages.routes, base: daemon.basePath)
    }

    /// Serves pages until `stopper` is stopped.
    func servePages(until stopper: Stopper) async -> StoreError? {
        guard let text = setup.configuration.daemon.pages,
            let (host, port) = WebAddress.listeningPlace(text)
        else { return nil }
        let bell = Doorbell()
        stopper.wakes(bell)
        await serve(pageRoutes, at: .address(host: host, port: port), until: stopper, bell: bell)
        return nil
    }
}
