import Model

extension StoryWindow {
    /// The window in bytes, from which ``init(snapshot:settings:)`` makes one that decides alike.
    ///
    /// At most `settings.snapshotBytes` long: where it would be longer, the oldest half of the clusters and the tokens
    /// that were seen least stay out, again and again; a window of that takes new reports, but has forgotten some.
    package func snapshot() -> [UInt8] {
        var kept = records.inOrder
        var least: Int32 = 1
        while true {
            if let bytes = bytes(of: kept, least: least),
                bytes.count <= settings.snapshotBytes || kept.isEmpty && least > Self.rarest
            {
                return bytes
            }
            let newestFirst = kept.sorted {
                ($0.record.last, $0.record.number) > ($1.record.last, $1.record.number)
            }
            kept = newestFirst.prefix(kept.count / 2).sorted { $0.record.number < $1.record.number }
            least *= kept.isEmpty ? 16 : 2
        }
    }

    /// - Parameter kept: clusters in the order of their numbers.
    /// - Returns: `nil` where they alone are too long, so that no more memory is taken than a snapshot may have.
    private func bytes(of kept: [BoxedRecord], least: Int32) -> [UInt8]? {
        var writer = SnapshotWriter()
        writer.write(Self.format)
        let isWhole = kept.count == records.count
        let alive = Set(kept.map(\.record.number))
        writer.write(signed: clock.milliseconds)
        writer.write(recent.count)
        for moment in recent { writer.write(signed: moment.milliseconds) }
        writer.write(UInt64(UInt32(bitPattern: nextCluster)))
        write(vocabularies.sorted { $0.key < $1.key }, least: least, to: &writer) { $1.write($0) }
        write(outlets.sorted { $0.key < $1.key }, least: least, to: &writer) { $1.write(fixed: $0) }
        writer.write(kept.count)
        for boxed in kept {
            boxed.record.write(to: &writer)
            if writer.bytes.count > settings.snapshotBytes { return nil }
        }
        let living = heirs.filter { alive.contains(survivor(of: $0.key)) }
        writer.write(living.count)
        for (young, old) in living.sorted(by: { $0.key < $1.key }) {
            writer.write(UInt64(UInt32(bitPattern: young)))
            writer.write(UInt64(UInt32(bitPattern: old)))
        }
        postings.write(to: &writer, alive: isWhole ? nil : alive)
        let skeletons = skeletonPostings.filter { _ in isWhole || !kept.isEmpty }
        writer.write(skeletons.count)
        for (language, postings) in skeletons.sorted(by: { $0.key < $1.key }) {
            writer.write(language)
            postings.write(to: &writer, alive: isWhole ? nil : alive)
        }
        writeKeys(of: kept, to: &writer)
        let concepts =
            isWhole
            ? clustersOfConcept
            : clustersOfConcept.filter { $0.value.contains { alive.contains(survivor(of: $0)) } }
        writer.write(concepts.count)
        for (concept, clusters) in concepts.sorted(by: { $0.key < $1.key }) {
            writer.write(concept)
            writer.write(clusters.count)
            for cluster in clusters { writer.write(UInt64(UInt32(bitPattern: cluster))) }
        }
        writeHours(alive, to: &writer)
        write(constraints.stories.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value) }, to: &writer)
        write(constraints.items.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value) }, to: &writer)
        return writer.bytes
    }

    /// Where nothing fits, tokens seen so often stay out as well.
    private static let rarest: Int32 = 1 << 20

    /// Changes whenever the bytes mean something else.
    private static let format: UInt64 = 0x5757_0003

    // MARK: Parts

    private func write<Key>(
        _ vocabularies: [(key: Key, value: Vocabulary)], least: Int32, to writer: inout SnapshotWriter,
        key: (Key, inout SnapshotWriter) -> Void
    ) {
        let kept = vocabularies.map { name, vocabulary in
            (name, vocabulary.articles, vocabulary.frequencies.sorted(from: least))
        }.filter { !$0.2.isEmpty || least == 1 }
        writer.write(kept.count)
        for (name, articles, tokens) in kept {
            key(name, &writer)
            writer.write(articles)
            writer.write(sorted: tokens.map(\.token))
            for token in tokens { writer.write(UInt64(UInt32(bitPattern: token.number))) }
        }
    }

    /// Keys of items, and which item each key leads to: the first that had it.
    private func writeKeys(of kept: [BoxedRecord], to writer: inout SnapshotWriter) {
        for boxed in kept {
            for item in boxed.record.items {
                let keys = keysOfItem[item]
                var flags: UInt64 = keys?.url == nil ? 0 : 1
                if let url = keys?.url, itemOfURL[url] == item { flags |= 2 }
                if let keys, itemOfContent[keys.content] == item { flags |= 4 }
                writer.write(flags)
                if let url = keys?.url { writer.write(fixed: url) }
                writer.write(fixed: keys?.content ?? 0)
            }
        }
    }

    private func writeHours(_ alive: Set<Int32>, to writer: inout SnapshotWriter) {
        let hours = hours.mapValues { $0.filter(alive.contains) }.filter { !$0.value.isEmpty }
        writer.write(hours.count)
        for (hour, living) in hours.sorted(by: { $0.key < $1.key }) {
            writer.write(signed: hour)
            writer.write(living.count)
            for cluster in living { writer.write(UInt64(UInt32(bitPattern: cluster))) }
        }
    }

    private func write(_ parted: [(Int64, Set<StoryID>)], to writer: inout SnapshotWriter) {
        writer.write(parted.count)
        for (key, others) in parted {
            writer.write(signed: key)
            writer.write(others.count)
            for other in others.sorted() { writer.write(signed: other.rawValue) }
        }
    }

    // MARK: Reading

    /// A window as it was when ``snapshot()`` was taken.
    ///
    /// - Throws: where the bytes are cut, of another version or of another origin.
    package init(snapshot: [UInt8], settings: StorySettings) throws(SnapshotError) {
        self.init(settings: settings)
        var reader = SnapshotReader(snapshot)
        guard try reader.number() == Self.format else {
            throw SnapshotError(description: "snapshot is of another version")
        }
        clock = Timestamp(milliseconds: try reader.signed())
        for _ in 0..<(try reader.count()) {
            recent.append(Timestamp(milliseconds: try reader.signed()))
        }
        nextCluster = try reader.small()
        for _ in 0..<(try reader.count()) {
            let language = try reader.text()
            vocabularies[language] = try Vocabulary(from: &reader)
        }
        for _ in 0..<(try reader.count()) {
            let outlet = try reader.fixedLong()
            outlets[outlet] = try Vocabulary(from: &reader)
        }
        var numbers: [Int32] = []
        for _ in 0..<(try reader.count()) {
            let record = try StoryRecord(from: &reader, settings: settings)
            guard record.number < nextCluster, !records.contains(record.number) else {
                throw SnapshotError(description: "snapshot names a cluster twice")
            }
            records.insert(record)
            numbers.append(record.number)
            clustersOfStory[record.story, default: []].append(record.number)
        }
        for _ in 0..<(try reader.count()) {
            let young = try reader.small()
            let old = try reader.small()
            // Heirs are older, so that chains end.
            guard old < young else { throw SnapshotError(description: "snapshot has heirs in a ring") }
            heirs[young] = old
        }
        postings = try Postings(from: &reader)
        for _ in 0..<(try reader.count()) {
            let language = try reader.text()
            skeletonPostings[language] = try Postings(from: &reader)
        }
        try readKeys(of: numbers, from: &reader)
        for _ in 0..<(try reader.count()) {
            let concept = try reader.text()
            clustersOfConcept[concept] = try Self.clusters(from: &reader)
        }
        for _ in 0..<(try reader.count()) {
            let hour = try reader.signed()
            hours[hour] = try Self.clusters(from: &reader)
            oldestHour = min(oldestHour, hour)
        }
        var stories: [StoryID: Set<StoryID>] = [:]
        for (key, others) in try Self.parted(from: &reader) { stories[StoryID(key)] = others }
        var items: [ItemID: Set<StoryID>] = [:]
        for (key, others) in try Self.parted(from: &reader) { items[ItemID(key)] = others }
        constraints = StoryConstraints(stories: stories, items: items)
        guard reader.isAtEnd else { throw SnapshotError(description: "snapshot goes on after its end") }
    }

    private mutating func readKeys(
        of numbers: [Int32], from reader: inout SnapshotReader
    ) throws(SnapshotError) {
        for number in numbers {
            for item in records.boxed(number)?.record.items ?? [] {
                let flags = try reader.number()
                let url = flags & 1 == 0 ? nil : try reader.fixedLong()
                let content = try reader.fixedLong()
                clusterOfItem[item] = number
                keysOfItem[item] = ItemKeys(url: url, content: content)
                if let url, flags & 2 != 0 { itemOfURL[url] = item }
                if flags & 4 != 0 { itemOfContent[content] = item }
            }
        }
    }

    private static func clusters(from reader: inout SnapshotReader) throws(SnapshotError) -> [Int32] {
        let count = try reader.count()
        var clusters: [Int32] = []
        clusters.reserveCapacity(count)
        for _ in 0..<count { clusters.append(try reader.small()) }
        return clusters
    }

    private static func parted(
        from reader: inout SnapshotReader
    ) throws(SnapshotError) -> [(Int64, Set<StoryID>)] {
        var parted: [(Int64, Set<StoryID>)] = []
        for _ in 0..<(try reader.count()) {
            let key = try reader.signed()
            var others: Set<StoryID> = []
            for _ in 0..<(try reader.count()) { others.insert(StoryID(try reader.signed())) }
            parted.append((key, others))
        }
        return parted
    }
}

extension Vocabulary {
    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let articles = Int(try reader.small())
        var frequencies = TokenTable()
        let tokens = try reader.sorted()
        frequencies.reserveCapacity(tokens.count)
        for token in tokens { frequencies.set(token, to: try reader.small()) }
        self.init(articles: articles, frequencies: frequencies)
    }
}

extension Postings {
    /// - Parameter alive: the only clusters that are written, where some stay out.
    func write(to writer: inout SnapshotWriter, alive: Set<Int32>?) {
        var kept = lists
        if let alive {
            kept = lists.map { List(token: $0.token, clusters: $0.clusters.filter(alive.contains)) }
                .filter { !$0.isEmpty }
        }
        writer.write(kept.count)
        for place in kept.indices {
            writer.write(fixed: kept[place].token)
            writer.write(kept[place].length)
            var last: Int32 = 0
            kept[place].forEach { cluster in
                writer.write(signed: Int64(cluster) - Int64(last))
                last = cluster
            }
        }
        let vacant = alive == nil ? vacant : []
        writer.write(vacant.count)
        for place in vacant { writer.write(Int(place)) }
        writer.write(alive == nil ? cursor : 0)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let count = try reader.count()
        var lists: [List] = []
        lists.reserveCapacity(count)
        for _ in 0..<count {
            let token = try reader.fixed()
            var clusters: [Int32] = []
            let length = try reader.count()
            clusters.reserveCapacity(length)
            var last: Int64 = 0
            for _ in 0..<length {
                last &+= try reader.signed()
                guard let cluster = Int32(exactly: last) else {
                    throw SnapshotError(description: "snapshot holds a number that is too large")
                }
                clusters.append(cluster)
            }
            lists.append(List(token: token, clusters: clusters))
        }
        var vacant: [Int32] = []
        for _ in 0..<(try reader.count()) { vacant.append(try reader.small()) }
        let cursor = Int(try reader.small())
        guard let postings = Postings(lists: lists, vacant: vacant, cursor: cursor) else {
            throw SnapshotError(description: "snapshot holds a token twice")
        }
        self = postings
    }
}
