package import Model

/// What a person can do about a feed's trouble, in one sentence.
package enum FeedAdvice {
    /// Advice for a feed in `state`; `nil` where there is nothing to do.
    package static func text(_ state: FeedState, _ settings: FeedSettings) -> String? {
        switch state.health {
        case .ok: return state.error == nil ? nil : advice(for: state, settings)
        case .late: return "wait: it is quiet for longer than it used to be"
        case .silent:
            return settings.expectedWithin == nil
                ? "see whether the site publishes elsewhere now, or set `expect` to what is usual for it"
                : "see whether the site publishes elsewhere now, or raise its `expect`"
        case .moved: return state.move.map { "change its url to \($0.url)" }
        case .gone:
            return
                "find its new address, or remove it; `wirewatch feed retry \(settings.name)` asks once more"
        case .failing, .refused: return advice(for: state, settings)
        }
    }

    private static func advice(for state: FeedState, _ settings: FeedSettings) -> String {
        switch state.cause {
        case .unreachable:
            settings.proxy == nil
                ? "check host and port in its url, and whether the site is up"
                : "check its `proxy`, and host and port in its url"
        case .timeout:
            "check whether the site is up; one that is only slow may need a longer `connect-timeout`, `answer-timeout` or `timeout`"
        case .tls:
            settings.authorityFile == nil
                ? "tell the site; if it is one of yours, name its authority with `ca-file`"
                : "check its `ca-file`, and the certificate of the site"
        case .refusedAddress: "allow the address with allow-private-addresses if it is one of yours"
        case .badRedirect: "open its url in a browser and write down where it ends"
        case .tooLarge: "raise `max-body` if the feed is meant to be that large"
        case .headersTooLarge: "tell the site that its answer has headers of that size"
        case .brokenBody: "check its url with a browser; if that has the same trouble, tell the site"
        case .forbidden:
            state.status == 401
                ? "give it a credentials-file"
                : "ask the site to let feed readers in, or set a user-agent it takes"
        case .notFound: "find its new address: `wirewatch feed probe` on the site's page names its feeds"
        case .gone: "find its new address"
        case .tooManyRequests: "nothing, unless it stays: then raise its `interval`"
        case .serverError: "nothing, unless it stays: then tell the site"
        case .badURL: "correct its url"
        case .notAFeed: "find its feed: `wirewatch feed probe \(settings.name)` names what the page offers"
        case nil: "look at its address in a browser"
        }
    }
}
