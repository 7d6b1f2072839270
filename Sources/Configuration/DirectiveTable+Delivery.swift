import Model

/// Where alerts go: `[route]` and `[mail]`. See docs/delivery.md.
extension Directive {
    static let route: [Directive] = [
        Directive(
            "route", "type", .choice(RouteType.allCases.map(\.rawValue)),
            "journal, stdout, webhook, exec, file, email, ntfy, gotify or telegram"),
        Directive("route", "severity", severity, standard: "normal", "takes alerts from this severity on"),
        Directive("route", "url", .webAddress, "where requests go"),
        Directive("route", "url-file", .path, "file that holds the address"),
        Directive(
            "route", "format", .choice(WebhookFormat.allCases.map(\.rawValue)), standard: "standard",
            "how a webhook writes: standard, slack, discord, matrix, teams or cloudevents"),
        Directive("route", "secret", .text, "key that signs webhooks; better in a file"),
        Directive("route", "secret-file", .path, "file that holds the key"),
        Directive(
            "route", "token-file", .path, "file that holds the token of ntfy, gotify, telegram, matrix"),
        Directive("route", "to", .mailAddress, list: true, "to whom mail goes, separated by commas or lines"),
        Directive("route", "chat", .chat, "the chat of telegram, or the channel"),
        Directive("route", "room", .room, "room of matrix"),
        Directive("route", "source", .uri, standard: "urn:wirewatch", "origin that cloudevents name"),
        Directive(
            "route", "command", .command, "program of an exec route with its arguments; no shell"),
        Directive("route", "path", .path, "file that a file route appends to"),
        Directive("route", "rate", .rate, "deliveries at most, `20/min`; the others wait"),
        Directive(
            "route", "group-wait", .span(.zero...Duration.hours(24)), standard: "0s",
            "the first alert of a story waits so long"),
        Directive(
            "route", "group-interval", .span(.zero...Duration.days(7)), standard: "0s",
            "from one message of a watch and story to the next, at least"),
        Directive(
            "route", "active", .activeHours, list: true, standard: "always",
            "when alerts may go, `Mon..Fri 06:00..22:00 Asia/Seoul`"),
        Directive(
            "route", "outside", .choice(OutsideHours.allCases.map(\.rawValue)), standard: "hold",
            "what becomes of alerts at other hours: hold, drop or digest"),
        Directive(
            "route", "urgent-skips", .choice(UrgentSkip.allCases.map(\.rawValue)), list: true,
            standard: "nothing", "what urgent alerts do not wait for: group-wait, active"),
        Directive(
            "route", "flood", .flood, standard: "20 where people read it, else none",
            "where more stories wait, one summary goes in place of their alerts; or none"),
        Directive("route", "timeout", wait, standard: "30s", "for one attempt"),
        Directive(
            "route", "give-up-after", .span(.seconds(1)...Duration.days(366)), standard: "1d",
            "a delivery that does not arrive for so long has failed"),
        Directive(
            "route", "allow-private-addresses", .blocks, list: true, standard: "no",
            "blocks that requests may connect to"),
    ]

    static let mail: [Directive] = [
        Directive("mail", "smtp", .mailServer, "the server: smtps, or smtp with STARTTLS"),
        Directive("mail", "user", .text, "login name"),
        Directive("mail", "password-file", .path, "file that holds the password"),
        Directive("mail", "from", .mailAddress, "sender"),
        Directive(
            "mail", "ca-file", .path, standard: "of the system", "PEM file with the authorities to trust"),
        Directive(
            "mail", "hello", .hostName, standard: "the machine's name", "what we call ourselves to the server"
        ),
        Directive(
            "mail", "plain-smtp", .flag, standard: "no",
            "send unencrypted, to loopback and private addresses only"),
        Directive("mail", "connect-timeout", wait, standard: "10s", "for a connection"),
        Directive(
            "mail", "max-message", .size((16 << 10)...(64 << 20)), standard: "1M",
            "bytes of a message; a longer one goes without its HTML"),
        Directive("mail", "unsubscribe", .unsubscribe, "address for List-Unsubscribe"),
    ]
}
