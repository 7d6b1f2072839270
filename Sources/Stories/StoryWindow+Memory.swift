import Model
import Text

extension StoryWindow {
    mutating func remember(_ article: Article, _ reading: Reading, _ plan: Plan) {
        var number = plan.cluster ?? nextCluster
        if let merged = plan.merged, merged != number {
            absorb(max(merged, number), into: min(merged, number))
            number = min(merged, number)
        }
        if plan.cluster == nil {
            nextCluster += 1
            records.insert(
                StoryRecord(
                    number: number, story: plan.placement.story, language: reading.language,
                    at: article.published))
            clustersOfStory[plan.placement.story, default: []].append(number)
        }
        if let absorbed = plan.placement.absorbed { join(absorbed, to: plan.placement.story) }
        add(article, reading, to: number, plan.placement)
        rememberKeys(of: article, cluster: number)
        for concept in article.concepts {
            var list = clustersOfConcept[concept] ?? []
            list.removeAll { $0 == number }
            list.append(number)
            if list.count > settings.postings { list.removeFirst(list.count - settings.postings) }
            clustersOfConcept[concept] = list
        }
        learn(article, reading)
        sweep(reading.language)
        postings.post(reading.vector.entries, cluster: number, limit: settings.postings)
        skeletonPostings[reading.language, default: Postings()].post(
            reading.skeleton.entries, cluster: number, limit: settings.postings)
    }

    private mutating func add(
        _ article: Article, _ reading: Reading, to number: Int32, _ placement: Placement
    ) {
        var isCopy = false
        if case .copy = placement.report { isCopy = true }
        records.update(number) {
            $0.add(article, reading, isCopy: isCopy, settings: settings)
            if let recast = placement.recast { $0.recast(recast) }
        }
        noteHour(of: number)
    }

    /// Notes when a cluster may be forgotten.
    mutating func noteHour(of number: Int32) {
        guard let boxed = records.boxed(number) else { return }
        let hour = Self.hour(of: boxed.record.last)
        guard hours[hour]?.last != number, boxed.record.notedHour != hour else { return }
        records.update(number) { $0.notedHour = hour }
        hours[hour, default: []].append(number)
        oldestHour = min(oldestHour, hour)
    }

    private mutating func learn(_ article: Article, _ reading: Reading) {
        let tokens = reading.tokens.tokens.map(\.hash)
        vocabularies[reading.language, default: Vocabulary()].learn(
            tokens + reading.skeletonKeys, limit: settings.vocabularyTokens)
        guard !article.outlet.isEmpty else { return }
        let outlet = article.outletHash ^ StableHash.of(reading.language)
        if outlets[outlet] == nil, outlets.count >= settings.habitualOutlets,
            let least = outlets.min(by: { ($0.value.articles, $0.key) < ($1.value.articles, $1.key) })
        {
            outlets[least.key] = nil
        }
        outlets[outlet, default: Vocabulary()].learn(tokens, limit: settings.habitualTokens)
    }

    private mutating func rememberKeys(of article: Article, cluster: Int32) {
        clusterOfItem[article.item] = cluster
        let url = article.canonicalURL.map { StableHash.of($0) }
        keysOfItem[article.item] = ItemKeys(url: url, content: article.contentHash)
        if let url, itemOfURL[url] == nil { itemOfURL[url] = article.item }
        if itemOfContent[article.contentHash] == nil { itemOfContent[article.contentHash] = article.item }
    }

    // MARK: Two that are one

    /// A cluster takes over a younger one of its language.
    private mutating func absorb(_ young: Int32, into old: Int32) {
        guard let absorbed = records.remove(young), let kept = records[old] else { return }
        clustersOfStory[absorbed.story]?.removeAll { $0 == young }
        if clustersOfStory[absorbed.story]?.isEmpty == true { clustersOfStory[absorbed.story] = nil }
        heirs[young] = old
        for item in absorbed.items { clusterOfItem[item] = old }
        records.update(old) { $0.absorb(absorbed, settings: settings) }
        postings.post(absorbed.centroid.entries, cluster: old, limit: settings.postings)
        skeletonPostings[kept.language, default: Postings()].post(
            absorbed.skeleton.entries, cluster: old, limit: settings.postings)
        noteHour(of: old)
        if absorbed.story != kept.story {
            join(max(absorbed.story, kept.story), to: min(absorbed.story, kept.story))
        }
    }

    /// All clusters of a story come to an older one.
    mutating func join(_ young: StoryID, to old: StoryID) {
        guard young != old else { return }
        constraints.join(young, to: old)
        guard let clusters = clustersOfStory.removeValue(forKey: young) else { return }
        for cluster in clusters { records.update(cluster) { $0.story = old } }
        clustersOfStory[old] = ((clustersOfStory[old] ?? []) + clusters).sorted()
    }

    func survivor(of cluster: Int32) -> Int32 {
        var cluster = cluster
        while let next = heirs[cluster] { cluster = next }
        return cluster
    }

    // MARK: Forgetting

    private mutating func sweep(_ language: String) {
        postings.sweep(settings.sweptLists, alive: records)
        skeletonPostings[language]?.sweep(settings.sweptLists, alive: records)
    }

    static func hour(of moment: Timestamp) -> Int64 {
        // Floor, so that moments before 1970 have hours of their own.
        let hour = moment.seconds / 3600
        return moment.seconds % 3600 < 0 ? hour - 1 : hour
    }

    /// Forgets clusters that took no report for the length of the window, hour by hour, some with each article.
    ///
    /// It is as late as the middle of the last articles says: one wrong date must not empty the window.
    mutating func expire(at moment: Timestamp) {
        recent.append(moment)
        if recent.count > Self.recentArticles { recent.removeFirst() }
        clock = max(clock, recent.sorted()[(recent.count - 1) / 2])
        let limit = Self.hour(of: clock - settings.window)
        var forgot = false
        // An article adds one cluster at most, so that twice as many looked at with each catch up with any night.
        for _ in 0..<settings.forgottenAtOnce where oldestHour < limit || itemCount > settings.windowItems {
            guard let number = hours[oldestHour]?.popLast() else {
                hours[oldestHour] = nil
                oldestHour = hours.keys.min() ?? .max
                continue
            }
            guard let record = records[number], Self.hour(of: record.last) == oldestHour else { continue }
            forget(record)
            forgot = true
        }
        if forgot, heirs.count > 2 * records.count + Self.fewHeirs {
            let alive = records
            heirs = heirs.filter { alive.contains(survivor(of: $0.key)) }
        }
    }

    private static let recentArticles = 15
    private static let fewHeirs = 10_000

    private mutating func forget(_ record: StoryRecord) {
        records.remove(record.number)
        clustersOfStory[record.story]?.removeAll { $0 == record.number }
        if clustersOfStory[record.story]?.isEmpty == true {
            clustersOfStory[record.story] = nil
            constraints.forget(record.story)
        }
        for item in record.items {
            clusterOfItem[item] = nil
            guard let keys = keysOfItem.removeValue(forKey: item) else { continue }
            if let url = keys.url, itemOfURL[url] == item { itemOfURL[url] = nil }
            if itemOfContent[keys.content] == item { itemOfContent[keys.content] = nil }
        }
    }
}
