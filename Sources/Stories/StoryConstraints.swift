package import Model

/// What a person said about two items: obeyed from then on, whatever the engine would think.
package enum StoryConstraint: Hashable, Sendable, Codable {
    /// The two tell the same news.
    case together(ItemID, ItemID)
    /// They do not.
    case apart(ItemID, ItemID)
}

/// Which stories may not become one.
struct StoryConstraints: Sendable, Equatable {
    private(set) var stories: [StoryID: Set<StoryID>] = [:]
    private(set) var items: [ItemID: Set<StoryID>] = [:]

    init(stories: [StoryID: Set<StoryID>] = [:], items: [ItemID: Set<StoryID>] = [:]) {
        self.stories = stories
        self.items = items
    }

    func forbids(_ one: StoryID, _ other: StoryID) -> Bool {
        !stories.isEmpty && stories[one]?.contains(other) == true
    }

    func forbids(_ item: ItemID, _ story: StoryID) -> Bool {
        !items.isEmpty && items[item]?.contains(story) == true
    }

    mutating func part(_ one: StoryID, _ other: StoryID, items moved: [ItemID]) {
        stories[one, default: []].insert(other)
        stories[other, default: []].insert(one)
        for item in moved { items[item, default: []].insert(other) }
    }

    /// What held for the younger story holds for the older one.
    mutating func join(_ young: StoryID, to old: StoryID) {
        guard !stories.isEmpty || !items.isEmpty else { return }
        for other in stories.removeValue(forKey: young) ?? [] where other != old {
            stories[old, default: []].insert(other)
            stories[other, default: []].insert(old)
        }
        for other in stories.keys {
            stories[other]?.remove(young)
            if stories[other]?.isEmpty == true { stories[other] = nil }
        }
        stories[old]?.remove(old)
        for item in items.keys where items[item]?.remove(young) != nil { items[item]?.insert(old) }
    }

    /// Takes back that the two are not one.
    mutating func allow(_ one: StoryID, _ other: StoryID) {
        stories[one]?.remove(other)
        stories[other]?.remove(one)
        for item in items.keys { items[item]?.subtract([one, other]) }
    }

    mutating func forget(_ story: StoryID) {
        guard let others = stories.removeValue(forKey: story) else { return }
        for other in others { stories[other]?.remove(story) }
        items = items.filter { !$0.value.contains(story) }
    }
}

extension StoryWindow {
    /// Makes one story of the two that the items belong to, and lets them be one again if they were kept apart.
    ///
    /// - Returns: the story that is left and the one that became its alias; `nil` where they are one or one of the
    ///   items has left the window.
    package mutating func keepTogether(_ one: ItemID, _ other: ItemID) -> (story: StoryID, absorbed: StoryID)?
    {
        guard let first = story(of: one), let second = story(of: other), first != second else { return nil }
        constraints.allow(first, second)
        join(max(first, second), to: min(first, second))
        return (min(first, second), max(first, second))
    }

    /// Never again makes one story of the two that the items belong to; ``split(_:leaving:)`` parts those that are one.
    package mutating func keepApart(_ one: ItemID, _ other: ItemID) {
        guard let first = story(of: one), let second = story(of: other), first != second else { return }
        constraints.part(first, second, items: [])
    }

    /// Never again makes one story of the two, as far as they are in the window.
    package mutating func keepApart(stories one: StoryID, _ other: StoryID) {
        guard one != other, clustersOfStory[one] != nil, clustersOfStory[other] != nil else { return }
        constraints.part(one, other, items: [])
    }

    /// Moves articles of one story into a story of their own, and keeps the two apart from then on.
    ///
    /// Without a name the new story is named after its earliest item, so that it may have a number that was an alias of
    /// the old one; and where the article that named the old story is among `moved`, the others move instead, so that the
    /// name stays with its article.
    ///
    /// - Parameters:
    ///   - moved: articles of one story that are in the window.
    ///   - rest: all its other articles that are in the window.
    ///   - name: of the new story, for those who know which names are taken; `rest` may be empty then.
    /// - Returns: the new story; `nil` where nothing would be left or moved.
    package mutating func split(
        _ moved: [Article], leaving rest: [Article], as name: StoryID? = nil
    ) -> StoryID? {
        guard let anyone = moved.first, !rest.isEmpty || name != nil, let old = story(of: anyone.item),
            old != name
        else { return nil }
        let namesOld = name == nil && moved.contains { StoryID(openedBy: $0.item) == old }
        let leavers = (namesOld ? rest : moved).sorted { $0.item < $1.item }
        let stayers = (namesOld ? moved : rest).sorted { $0.item < $1.item }
        guard let first = leavers.first else { return nil }
        let new = name ?? StoryID(openedBy: first.item)
        let reports = (clustersOfStory[old] ?? []).compactMap { records[$0] }
        let copies = Set(reports.flatMap(\.items)).subtracting(reports.flatMap { $0.texts.map(\.item) })
        for record in reports { records.remove(record.number) }
        clustersOfStory[old] = nil
        for (articles, story) in [(stayers, old), (leavers, new)] {
            for article in articles { insert(article, into: story, isCopy: copies.contains(article.item)) }
        }
        constraints.part(new, old, items: leavers.map(\.item))
        return new
    }

    /// Puts an article that was learned from before into the cluster of its language.
    private mutating func insert(_ article: Article, into story: StoryID, isCopy: Bool) {
        let reading = read(article)
        let known = (clustersOfStory[story] ?? []).first {
            records.boxed($0)?.record.language == reading.language
        }
        let number = known ?? nextCluster
        if known == nil {
            nextCluster += 1
            records.insert(
                StoryRecord(
                    number: number, story: story, language: reading.language, at: article.published))
            clustersOfStory[story, default: []].append(number)
        }
        records.update(number) { $0.add(article, reading, isCopy: isCopy, settings: settings) }
        clusterOfItem[article.item] = number
        noteHour(of: number)
        postings.post(reading.vector.entries, cluster: number, limit: settings.postings)
        skeletonPostings[reading.language, default: Postings()].post(
            reading.skeleton.entries, cluster: number, limit: settings.postings)
    }
}
