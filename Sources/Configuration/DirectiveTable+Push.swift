import Model

extension Directive {
    /// The listener, and subscriptions at hubs: the end of `[wirewatch]`. See docs/push.md.
    static let push: [Directive] = [
        Directive("wirewatch", "listen", .listeningAddress, "where the daemon listens for HTTP requests"),
        Directive(
            "wirewatch", "callback", .callback,
            "the public address of the listener; with it, hubs push what they can"),
        Directive(
            "wirewatch", "push-interval", .span(.minutes(15)...Duration.days(1)), standard: "6h",
            "poll feeds that are pushed this seldom"),
        Directive(
            "wirewatch", "push-lease", .span(.minutes(5)...Duration.days(366)), standard: "10d",
            "how long a subscription is asked for"),
        Directive(
            "wirewatch", "push-min-lease", .span(.seconds(1)...Duration.days(1)), standard: "5min",
            "never renew a subscription more often than this"),
        Directive(
            "wirewatch", "push-max-lease", .span(.minutes(1)...Duration.days(366)), standard: "30d",
            "renew every subscription at least this often"),
        Directive(
            "wirewatch", "push-verify-wait", .span(.seconds(1)...Duration.days(1)), standard: "15min",
            "how long a hub may take to verify a subscription"),
        Directive(
            "wirewatch", "push-limit", .count(1...100_000), standard: "60",
            "documents that one feed may be sent a minute"),
        Directive(
            "wirewatch", "listen-connections", .count(1...1000), standard: "64",
            "connections of the listener at once"),
        Directive(
            "wirewatch", "listen-host-connections", .count(1...1000), standard: "32",
            "connections of one address at once; behind a proxy all have the proxy's"),
        Directive(
            "wirewatch", "listen-timeout", .span(.seconds(1)...Duration.hours(1)), standard: "15s",
            "how long a request may take to come in"),
        Directive(
            "wirewatch", "listen-headers", .size((4 << 10)...(1 << 20)), standard: "32K",
            "bytes of the headers of a request"),
    ]
}
