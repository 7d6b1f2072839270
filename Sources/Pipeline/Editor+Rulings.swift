package import Model
import Stories

/// What came of a person's request.
package enum RulingOutcome: Sendable, Hashable {
    case made([Ruling])
    case undone(Ruling)
    /// So many of the items meet the watch, in so many stories.
    case backfilled(watch: String, items: Int, stories: Int)
    /// Nothing was changed; why, in words.
    case refused(String)
}

/// What people decide about stories.
extension Editor {
    /// Does what `request` asks for: the stories, the window and the ruling change in one commit.
    ///
    /// Nobody is told for the second time because of it: a merged story counts as told where either was, and of two that
    /// are parted both count as told where the one was.
    /// - Returns: what came of it, and alerts that a story gets by what it has become.
    /// - Throws: what the store threw; nothing has changed then.
    package mutating func rule(
        _ request: RulingRequest, in store: any Store, now: Timestamp
    ) async throws(StoreError) -> (outcome: RulingOutcome, alerts: [Alert]) {
        if case .backfill(let watch, let items) = request.wish {
            return (try await backfill(watch, with: items, in: store, now: now), [])
        }
        if isStale { try await restore(from: store, now: now) }
        // Until the commit has succeeded, what is in memory is a plan.
        isStale = true
        var batch = EditBatch(at: now)
        let outcome: RulingOutcome
        switch request.wish {
        case .merge(let stories):
            outcome = try await merge(stories, for: request, into: &batch, store: store)
        case .split(let story, let items):
            outcome = try await split(story, items: Set(items), for: request, into: &batch, store: store)
        case .undoMerge(let other):
            outcome = try await undoMerge(of: other, for: request, into: &batch, store: store)
        case .undoSplit(let other):
            outcome = try await undoSplit(of: other, for: request, into: &batch, store: store)
        case .backfill: preconditionFailure("what needs no window has been done above")
        }
        if case .refused = outcome {
            isStale = false
            return (outcome, [])
        }
        for merge in batch.merges {
            try await matchGrownStories([merge.story], fresh: [], into: &batch, store: store, now: now)
        }
        try await readSilences(store, now: now)
        decide(Set(batch.merges.map(\.story)).sorted(), into: &batch, now: now)
        for merge in batch.merges {
            batch.stories.removeAll { $0.id == merge.story }
            if let story = files[merge.story]?.story(language: settings.language) {
                batch.stories.append(story)
            }
        }
        batch.window = .snapshot(window.snapshot())
        try await store.commit(batch)
        stored.note(batch.window)
        isStale = false
        for parting in batch.partings {
            files[parting.story] = nil
            files[parting.other] = nil
        }
        return (outcome, batch.alerts)
    }

    // MARK: Merging

    private mutating func merge(
        _ stories: [StoryID], for request: RulingRequest, into batch: inout EditBatch, store: any Store
    ) async throws(StoreError) -> RulingOutcome {
        var details: [StoryDetail] = []
        for id in stories {
            guard let detail = try await store.story(id) else { return .refused("there is no story \(id)") }
            if !details.contains(where: { $0.id == detail.id }) { details.append(detail) }
        }
        guard details.count > 1 else {
            return .refused("\(stories.map(\.description).joined(separator: " and ")) are one story already")
        }
        var next = try await store.nextRuling().rawValue
        let kept = join(details, into: &batch)
        for detail in details where detail.id != kept {
            batch.rulings.append(
                Ruling(
                    id: RulingID(next), kind: .merge, story: kept, other: detail.id,
                    items: detail.reports.map(\.item.id), by: request.by, note: request.note, made: batch.at))
            next += 1
        }
        return .made(batch.rulings)
    }

    /// Makes one story of several, under the oldest number.
    private mutating func join(_ details: [StoryDetail], into batch: inout EditBatch) -> StoryID {
        let details = details.sorted { $0.id < $1.id }
        var file = StoryFile(details[0])
        for detail in details.dropFirst() {
            batch.merges.append(StoryMerge(absorbed: detail.id, story: file.id))
            file.absorb(StoryFile(detail))
            files[detail.id] = nil
            let (one, other) = (details[0].itemInWindow(window), detail.itemInWindow(window))
            if let one, let other { _ = window.keepTogether(one, other) }
        }
        files[file.id] = file
        return file.id
    }

    private mutating func undoSplit(
        of other: StoryID, for request: RulingRequest, into batch: inout EditBatch, store: any Store
    ) async throws(StoreError) -> RulingOutcome {
        guard let ruling = try await store.standingRuling(.split, of: other) else {
            return .refused("story \(other) was not split off by anybody, or that is undone")
        }
        guard let one = try await store.story(ruling.story), let two = try await store.story(ruling.other),
            one.id != two.id
        else { return .refused("story \(ruling.story) and \(other) are one story already") }
        _ = join([one, two], into: &batch)
        return undo(ruling, by: request.by, in: &batch)
    }

    private func undo(_ ruling: Ruling, by author: String?, in batch: inout EditBatch) -> RulingOutcome {
        var undone = ruling
        undone.undone = batch.at
        undone.undoneBy = author
        batch.undoneRulings = [undone]
        return .undone(undone)
    }

    // MARK: Parting

    private mutating func split(
        _ story: StoryID, items: Set<ItemID>, for request: RulingRequest, into batch: inout EditBatch,
        store: any Store
    ) async throws(StoreError) -> RulingOutcome {
        guard let detail = try await store.story(story) else { return .refused("there is no story \(story)") }
        let members = Set(detail.reports.map(\.item.id))
        if let stranger = items.subtracting(members).min() {
            return .refused("item \(stranger.rawValue) is not in story \(story)")
        }
        guard !items.isEmpty, items != members else {
            return .refused("a split leaves a part of story \(story) and takes another")
        }
        // A story keeps the name of the item that opened it.
        let opener = ItemID(detail.id.rawValue)
        let moved = items.contains(opener) ? members.subtracting(items) : items
        let number = try await store.nextRuling()
        let names = moved.sorted().map { StoryID(openedBy: $0) }
        let taken = try await store.namedStories(among: names)
        let name = names.first { !taken.contains($0) } ?? StoryID(partedBy: number)
        part(detail, moved, as: name, into: &batch)
        batch.rulings = [
            Ruling(
                id: number, kind: .split, story: detail.id, other: name, items: moved.sorted(),
                by: request.by, note: request.note, made: batch.at)
        ]
        return .made(batch.rulings)
    }

    private mutating func undoMerge(
        of other: StoryID, for request: RulingRequest, into batch: inout EditBatch, store: any Store
    ) async throws(StoreError) -> RulingOutcome {
        guard let ruling = try await store.standingRuling(.merge, of: other) else {
            return .refused("story \(other) was not merged by anybody, or that is undone")
        }
        guard let detail = try await store.story(other), detail.id != other else {
            return .refused("story \(other) is a story of its own already")
        }
        let members = Set(detail.reports.map(\.item.id))
        let moved = members.intersection(ruling.items)
        guard !moved.isEmpty, moved != members else {
            return .refused("nothing would be left of story \(moved.isEmpty ? other : detail.id)")
        }
        part(detail, moved, as: other, into: &batch)
        return undo(ruling, by: request.by, in: &batch)
    }

    private mutating func part(
        _ detail: StoryDetail, _ moved: Set<ItemID>, as name: StoryID, into batch: inout EditBatch
    ) {
        batch.partings = [StoryParting(story: detail.id, other: name, items: moved.sorted())]
        let leaving = detail.part(of: name) { moved.contains($0) }
        let staying = detail.part(of: detail.id) { !moved.contains($0) }
        batch.stories = [staying, leaving].compactMap { StoryFile($0).story(language: settings.language) }
        let (leavers, stayers) = (articlesInWindow(of: leaving), articlesInWindow(of: staying))
        _ = window.split(leavers, leaving: stayers, as: name)
    }

    private func articlesInWindow(of detail: StoryDetail) -> [Article] {
        detail.reports.filter { window.story(of: $0.item.id) != nil }.map {
            article(of: $0, folded: FoldedContent($0.item.content))
        }
    }
}

extension StoryID {
    /// The name of a story none of whose items has a free one.
    ///
    /// Above all that items have, and twelve characters long.
    fileprivate init(partedBy ruling: RulingID) { self.init(1 << 40 + ruling.rawValue) }
}

extension StoryDetail {
    fileprivate var id: StoryID { dossier.story.id }

    fileprivate func itemInWindow(_ window: StoryWindow) -> ItemID? {
        reports.first { window.story(of: $0.item.id) != nil }?.item.id
    }

    /// The reports that `belongs` says, as a story by themselves.
    fileprivate func part(of id: StoryID, _ belongs: (ItemID) -> Bool) -> StoryDetail {
        var part = self
        part.dossier.story.id = id
        part.reports = reports.filter { belongs($0.item.id) }
        return part
    }
}
