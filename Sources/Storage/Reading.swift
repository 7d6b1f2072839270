import Model
import Pipeline
import SQLite

/// The questions that the store and readers answer alike.
extension Database {
    // MARK: Feeds

    /// The feeds that are wanted, by name, without holding the others.
    ///
    /// - Parameter settings: what is known of a configured feed already.
    func feeds(
        settings: (String) -> FeedSettings? = { _ in nil },
        where isWanted: (StoredFeed) -> Bool = { _ in true }
    ) throws(StoreError) -> [StoredFeed] {
        let subscriptions = try subscriptionsByFeed()
        var wanted: [StoredFeed] = []
        _ = try rows(
            """
            SELECT f.id, t.is_configured, f.items, f.name, f.settings, \(Self.stateColumns)
            FROM \(Self.feedTables) ORDER BY f.name
            """
        ) { row throws(StoreError) in
            let isConfigured = row.integer(1) != 0
            let known = isConfigured ? settings(row.text(3)) : nil
            var feed = StoredFeed(
                id: FeedID(row.integer(0)), settings: try self.settings(known, or: row.text(4)),
                state: try state(row, from: 5), isConfigured: isConfigured, items: Int(row.integer(2)))
            if let subscription = subscriptions[feed.id] {
                feed.subscription = subscription
                feed.state.learn(of: subscription)
            }
            if isWanted(feed) { wanted.append(feed) }
        }
        return wanted
    }

    // MARK: Items

    static let itemColumns = """
        i.id, i.feed, i.guid, i.url, i.canonical_url, i.title, i.language, i.published, i.updated, i.first_seen, \
        i.content_hash, i.revision, i.is_quiet, i.details, t.text, t.summary_html, t.content_html
        """

    /// An item from the columns of ``itemColumns``, which start at 0.
    func item(_ row: Statement) throws(StoreError) -> Item {
        let details = try value(ItemDetails.self, row.text(13))
        var content = ItemContent(title: row.text(5), text: row.text(14))
        content.summaryHTML = row.optionalText(15)
        content.contentHTML = row.optionalText(16)
        content.base = details.base
        content.url = row.optionalText(3)
        content.authors = details.authors
        content.categories = details.categories
        content.enclosures = details.enclosures
        content.commentsURL = details.commentsURL
        content.language = row.optionalText(6)
        content.published = row.time(7)
        content.updated = row.time(8)
        return Item(
            id: ItemID(row.integer(0)), feed: FeedID(row.integer(1)), content: content,
            guid: row.optionalText(2), canonicalURL: row.optionalText(4),
            contentHash: UInt64(bitPattern: row.integer(10)),
            firstSeen: row.time(9) ?? Timestamp(milliseconds: 0),
            revision: Int(row.integer(11)), isQuiet: row.integer(12) != 0)
    }

    // MARK: Reports

    static let reportColumns = itemColumns + ", f.outlet, f.kind, r.placement, r.story, r.copy_of"
    static let reportTables = """
        report r JOIN item i ON i.id = r.item JOIN item_text t ON t.item = i.id JOIN feed f ON f.id = i.feed
        """

    /// A report from the columns of ``reportColumns``.
    func report(_ row: Statement) throws(StoreError) -> Report {
        let placement = try placement(
            row.text(19), story: row.integer(20), copyOf: row.optionalInteger(21))
        return Report(
            item: try item(row),
            outlet: Outlet(
                name: row.text(17), kind: row.optionalText(18).flatMap { OutletKind(rawValue: $0) }),
            placement: placement)
    }

    /// A placement as it was decided, with what has become of it since.
    func placement(_ json: String, story: Int64, copyOf: Int64?) throws(StoreError) -> Placement {
        var placement = try value(Placement.self, json)
        placement.story = StoryID(story)
        if let copyOf { placement.report = .copy(of: ItemID(copyOf)) }
        return placement
    }

    // MARK: Stories

    /// The story that `id` stands for, through any aliases.
    func survivor(of id: StoryID) throws(StoreError) -> StoryID {
        var id = id
        // A chain of aliases is flattened at each merge; the bound is for a damaged one.
        for _ in 0..<16 {
            let next = try row("SELECT alias_of FROM story WHERE id = ?", [.integer(id.rawValue)]) { row in
                row.optionalInteger(0)
            }
            guard let found = next, let alias = found else { return id }
            id = StoryID(alias)
        }
        return id
    }

    static let storyColumns =
        "s.id, s.lead, s.headline, s.opened, s.last_report, s.items, s.outlets, s.languages, s.independent_texts"

    func story(_ row: Statement) throws(StoreError) -> Story {
        Story(
            id: StoryID(row.integer(0)), lead: ItemID(row.integer(1)), headline: row.text(2),
            opened: row.time(3) ?? Timestamp(milliseconds: 0),
            lastReport: row.time(4) ?? Timestamp(milliseconds: 0), items: Int(row.integer(5)),
            outlets: try value([String].self, row.text(6)), languages: try value([String].self, row.text(7)),
            independentTexts: Int(row.integer(8)))
    }

    func dossier(_ story: Story) throws(StoreError) -> StoryDossier {
        let id: [SQLiteValue] = [.integer(story.id.rawValue)]
        let aliases = try rows("SELECT id FROM story WHERE alias_of = ? ORDER BY id", id) {
            StoryID($0.integer(0))
        }
        var watches: Set<String> = []
        var quiet: Set<String> = []
        let met = try rows(
            "SELECT m.watch, i.is_quiet FROM match m JOIN item i ON i.id = m.item WHERE m.story = ?", id
        ) { ($0.text(0), $0.integer(1) != 0) }
        for (watch, isQuiet) in met {
            if isQuiet { quiet.insert(watch) } else { watches.insert(watch) }
        }
        var told: [Alert] = []
        for story in [story.id] + aliases { told += try newestAlerts(of: story) }
        let url = try row("SELECT url FROM item WHERE id = ?", [.integer(story.lead.rawValue)]) {
            $0.optionalText(0)
        }
        return StoryDossier(
            story: story, url: url ?? nil, aliases: aliases, watches: watches, quietWatches: quiet,
            told: told, toldBefore: try toldBefore([story.id] + aliases),
            backfilled: try backfilled([story.id] + aliases))
    }

    func detail(of id: StoryID) throws(StoreError) -> StoryDetail? {
        let survivor = try survivor(of: id)
        let key: [SQLiteValue] = [.integer(survivor.rawValue)]
        guard
            let story = try row(
                "SELECT \(Self.storyColumns) FROM story s WHERE s.id = ?", key,
                { row throws(StoreError) in try self.story(row) })
        else { return nil }
        let reports = try rows(
            "SELECT \(Self.reportColumns) FROM \(Self.reportTables) WHERE r.story = ? ORDER BY i.id", key
        ) { row throws(StoreError) in try report(row) }
        let matches = try rows(
            "SELECT watch, item, story, score, evidence FROM match WHERE story = ? ORDER BY item, watch", key
        ) { row throws(StoreError) in
            Match(
                watch: row.text(0), item: ItemID(row.integer(1)), story: StoryID(row.integer(2)),
                score: row.optionalInteger(3).map { Int($0) },
                evidence: try value([Evidence].self, row.text(4)))
        }
        let revisions = try rows(
            """
            SELECT v.item, v.revision, v.title, v.text, v.replaced, v.reason
            FROM report r JOIN revision v ON v.item = r.item WHERE r.story = ? ORDER BY v.item, v.revision
            """, key
        ) { row in
            ItemRevision(
                item: ItemID(row.integer(0)), revision: Int(row.integer(1)), title: row.text(2),
                text: row.text(3), replaced: row.time(4) ?? Timestamp(milliseconds: 0), reason: row.text(5))
        }
        let endings = try rows(
            """
            SELECT i.id, i.deleted, i.withdrawn FROM report r JOIN item i ON i.id = r.item
            WHERE r.story = ? AND (i.deleted IS NOT NULL OR i.withdrawn IS NOT NULL)
            """, key
        ) { (item: ItemID($0.integer(0)), deleted: $0.time(1), withdrawn: $0.time(2)) }
        let dossier = try dossier(story)
        var detail = StoryDetail(
            dossier: dossier, reports: reports, matches: matches, revisions: revisions,
            rulings: try rulings(about: [story.id] + dossier.aliases))
        for ending in endings {
            detail.deleted[ending.item] = ending.deleted
            detail.withdrawn[ending.item] = ending.withdrawn
        }
        return detail
    }

    func stories(_ filter: StoryFilter, limit: Int) throws(StoreError) -> [StoryDossier] {
        var conditions = ["s.alias_of IS NULL", "s.last_report >= ?"]
        var values: [SQLiteValue] = [.integer(filter.since?.milliseconds ?? Int64.min)]
        if let watch = filter.watch {
            conditions.append("s.id IN (SELECT story FROM match WHERE watch = ?)")
            values.append(.text(watch))
        }
        if let language = filter.language {
            conditions.append("EXISTS (SELECT 1 FROM json_each(s.languages) WHERE value = ?)")
            values.append(.text(language))
        }
        if let outlets = filter.minimumOutlets {
            conditions.append("json_array_length(s.outlets) >= ?")
            values.append(.integer(outlets))
        }
        let stories = try rows(
            """
            SELECT \(Self.storyColumns) FROM story s WHERE \(conditions.joined(separator: " AND "))
            ORDER BY s.last_report DESC, s.id DESC LIMIT ?
            """, values + [.integer(limit)]
        ) { row throws(StoreError) in try story(row) }
        var dossiers: [StoryDossier] = []
        for story in stories { dossiers.append(try dossier(story)) }
        return dossiers
    }

    func stories(firstSeenIn window: Range<Timestamp>) throws(StoreError) -> [StoryDetail] {
        let ids = try rows(
            "SELECT DISTINCT story FROM report WHERE first_seen >= ? AND first_seen < ?",
            [.time(window.lowerBound), .time(window.upperBound)]
        ) { StoryID($0.integer(0)) }
        var details: [StoryDetail] = []
        for id in ids { if let detail = try detail(of: id) { details.append(detail) } }
        return details
    }

    // MARK: Alerts

    static let alertColumns = "a.watch, a.story, a.revision, a.reason, a.decided, a.content"

    func alert(_ row: Statement) throws(StoreError) -> Alert {
        Alert(
            id: AlertID(watch: row.text(0), story: StoryID(row.integer(1))), revision: Int(row.integer(2)),
            reason: try value(AlertReason.self, row.text(3)),
            decided: row.time(4) ?? Timestamp(milliseconds: 0),
            content: try value(AlertContent.self, row.text(5)))
    }

    func newestAlerts(of story: StoryID) throws(StoreError) -> [Alert] {
        try rows(
            """
            SELECT \(Self.alertColumns) FROM alert w JOIN alert_revision a ON a.watch = w.watch AND a.story = w.story
            WHERE w.story = ? AND a.revision = (
                SELECT max(revision) FROM alert_revision b WHERE b.watch = w.watch AND b.story = w.story)
            ORDER BY a.watch
            """, [.integer(story.rawValue)]
        ) { row throws(StoreError) in try alert(row) }
    }

    func alerts(onlyFailed: Bool, limit: Int) throws(StoreError) -> [StoredAlert] {
        let failed = """
            WHERE EXISTS (SELECT 1 FROM delivery d WHERE d.watch = a.watch AND d.story = a.story
                AND d.revision = a.revision AND (d.state = 'failed' OR d.error IS NOT NULL AND d.state = 'pending'))
            """
        let alerts = try rows(
            """
            SELECT \(Self.alertColumns) FROM alert_revision a \(onlyFailed ? failed : "")
            ORDER BY a.decided DESC, a.story DESC, a.revision DESC LIMIT ?
            """, [.integer(limit)]
        ) { row throws(StoreError) in try alert(row) }
        var stored: [StoredAlert] = []
        for alert in alerts { stored.append(try withDeliveries(alert)) }
        return stored
    }

    func withDeliveries(_ alert: Alert) throws(StoreError) -> StoredAlert {
        let deliveries = try standings(
            "watch = ? AND story = ? AND revision = ?",
            [.text(alert.id.watch), .integer(alert.id.story.rawValue), .integer(alert.revision)])
        return StoredAlert(alert: alert, deliveries: deliveries)
    }

    /// Where the deliveries that meet `condition` stand, by route.
    func standings(_ condition: String, _ values: [SQLiteValue]) throws(StoreError) -> [DeliveryStanding] {
        try rows(
            """
            SELECT route, state, attempts, next_attempt, finished, error, note, silence, (
                SELECT count(*) - 1 FROM delivery p WHERE p.parcel = d.parcel)
            FROM delivery d WHERE \(condition) ORDER BY route
            """, values
        ) { row in
            var standing = DeliveryStanding(
                route: row.text(0), state: DeliveryState(rawValue: row.text(1)) ?? .pending,
                attempts: Int(row.integer(2)), nextAttempt: row.time(3), finished: row.time(4),
                error: row.optionalText(5))
            standing.note = row.optionalText(6)
            standing.silence = row.optionalText(7).flatMap { SilenceID($0) }
            standing.companions = max(0, Int(row.integer(8)))
            return standing
        }
    }
}

/// What no query asks for, in one JSON column.
struct ItemDetails: Codable, Sendable {
    var authors: [String]
    var categories: [String]
    var enclosures: [Enclosure]
    var commentsURL: String?
    var base: String?
}

extension Database {
    func alert(_ id: AlertID) throws(StoreError) -> StoredAlert? {
        let newest = try row(
            """
            SELECT \(Self.alertColumns) FROM alert_revision a WHERE a.watch = ? AND a.story = ?
            ORDER BY a.revision DESC LIMIT 1
            """, [.text(id.watch), .integer(id.story.rawValue)],
            { row throws(StoreError) in try self.alert(row) })
        if let newest { return try withDeliveries(newest) }
        // The story may have been told under an alias of it.
        let survivor = try survivor(of: id.story)
        let aliases = try rows(
            "SELECT id FROM story WHERE alias_of = ? ORDER BY id", [.integer(survivor.rawValue)]
        ) { StoryID($0.integer(0)) }
        for story in [survivor] + aliases {
            if let alert = try newestAlerts(of: story).first(where: { $0.id.watch == id.watch }) {
                return try withDeliveries(alert)
            }
        }
        return nil
    }

    func lastDigest(of reader: String) throws(StoreError) -> Timestamp? {
        try row("SELECT until FROM digest_mark WHERE reader = ?", [.text(reader)]) { $0.time(0) } ?? nil
    }

    func storyCount(since moment: Timestamp) throws(StoreError) -> Int {
        try row(
            "SELECT count(*) FROM story WHERE alias_of IS NULL AND last_report >= ?",
            [.integer(moment.milliseconds)]
        ) { Int($0.integer(0)) } ?? 0
    }

    func figures() throws(StoreError) -> StoreFigures {
        func count(_ sql: String) throws(StoreError) -> Int { try row(sql) { Int($0.integer(0)) } ?? 0 }
        let subscriptions = try subscriptionsByFeed().values
        var figures = StoreFigures(
            feeds: try count("SELECT count(*) FROM feed_turn WHERE is_configured"),
            items: try count("SELECT count(*) FROM item"),
            stories: try count("SELECT count(*) FROM story WHERE alias_of IS NULL"),
            alerts: try count(
                "SELECT count(*) FROM alert a WHERE EXISTS (SELECT 1 FROM alert_revision r WHERE \(Self.sameAlert))"
            ),
            unplaced: try count("SELECT count(*) FROM unplaced"),
            pendingDeliveries: try count("SELECT count(*) FROM delivery WHERE state = 'pending'"),
            bytes: Int64(
                try count("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")))
        figures.failingFeeds = try count(
            """
            SELECT count(*) FROM \(Self.feedTables)
            WHERE t.is_configured AND json_extract(f.state, '$.error') IS NOT NULL
            """)
        figures.subscriptions = subscriptions.count
        figures.activeSubscriptions = subscriptions.count { $0.state == .active || $0.state == .renewing }
        return figures
    }
}
