import Model

/// Pushes and the listener.
extension ConfigurationBuilder {
    mutating func readPush(_ reader: inout SectionReader) {
        daemon.listen = reader.value("listen") { WebAddress.isListeningAddress($0) ? $0 : nil }
        var push = PushKeys()
        push.callback = reader.value("callback") { WebAddress.callback($0) }
        push.interval = reader.duration("push-interval") ?? push.interval
        push.lease = reader.duration("push-lease") ?? push.lease
        push.shortestLease = reader.duration("push-min-lease") ?? push.shortestLease
        push.longestLease = reader.duration("push-max-lease") ?? push.longestLease
        push.verificationWait = reader.duration("push-verify-wait") ?? push.verificationWait
        push.documentsPerMinute = reader.number("push-limit") ?? push.documentsPerMinute
        push.connections = reader.number("listen-connections") ?? push.connections
        push.hostConnections = reader.number("listen-host-connections") ?? push.hostConnections
        push.timeout = reader.duration("listen-timeout") ?? push.timeout
        push.headerBytes = reader.size("listen-headers") ?? push.headerBytes
        daemon.push = push
        if push.shortestLease > push.longestLease {
            let (low, high) = (ValueReading.text(push.shortestLease), ValueReading.text(push.longestLease))
            reader.fail(
                at: reader.place(reader.has("push-min-lease") ? "push-min-lease" : "push-max-lease"),
                "push-min-lease is longer than push-max-lease: \(low) and \(high)")
        }
        for key in ["listen", "callback"] where reader.has(key) { pushPlaces[key] = reader.place(key) }
    }

    /// Says what is missing for pushes to come.
    mutating func checkPush() {
        let isOn = daemon.push.callback != nil
        if let place = pushPlaces["callback"], daemon.listen == nil {
            warn(
                at: place,
                "without `listen` hubs reach nobody, unless the service manager hands over a socket")
        }
        if let place = pushPlaces["listen"], !isOn {
            warn(at: place, "nothing is served without `callback`, the address under which hubs see it")
        }
        let listed = Set(listed.map(\.name))
        var warned: Set<SourcePosition> = []
        for feed in feeds where feed.takesPush == true && !isOn {
            // All feeds of a list stand where the list does.
            guard let place = position(of: "feed", feed.name), warned.insert(place).inserted else { continue }
            let subject = listed.contains(feed.name) ? "its feeds" : "feed `\(feed.name)`"
            warn(at: place, "\(subject) cannot be pushed: [wirewatch] has no `callback`")
        }
    }
}
