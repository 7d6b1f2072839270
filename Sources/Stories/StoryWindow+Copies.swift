import Model

extension StoryWindow {
    /// Says whose copy the article is, or which earlier texts are copies of it.
    ///
    /// Agencies and sources are named as originals before others, then the earliest. An agency's text that comes in after
    /// those that printed it, or after another agency's that is younger, makes copies of them.
    func nameOriginal(_ plan: inout Plan, _ article: Article, _ reading: Reading) {
        guard let cluster = plan.cluster, let record = records[cluster] else { return }
        if let earlier = revised(article, reading, in: record) {
            plan.placement.report = .copy(of: earlier)
            plan.placement.because.insert("an update of item \(earlier.rawValue) by the same outlet", at: 0)
            return
        }
        guard reading.sketch.hashes.count >= settings.copyShingles else { return }
        var best: (text: StoryRecord.KnownText, share: Double)?
        var copies: [ItemID] = []
        for text in record.texts {
            let (share, count) = reading.sketch.containment(in: text.sketch)
            guard count >= settings.copyShingles, share >= settings.copyContainment else { continue }
            if article.isAgency, !text.isAgency || article.published < text.published {
                copies.append(text.item)
            } else if best == nil || text.isAgency && best?.text.isAgency == false {
                best = (text, share)
            }
        }
        if let best {
            plan.placement.report = .copy(of: best.text.item)
            plan.placement.because.insert(
                "\(Int(best.share * 100)) % of its text is that of item \(best.text.item.rawValue)", at: 0)
        } else if !copies.isEmpty {
            plan.placement.recast = copies
            let items = copies.map { "\($0.rawValue)" }.joined(separator: ", ")
            plan.placement.because.insert("the agency's text that item \(items) printed", at: 0)
        }
    }

    /// An earlier report of the same outlet that this one carries on: a flash that became a report, an update.
    private func revised(_ article: Article, _ reading: Reading, in record: StoryRecord) -> ItemID? {
        guard !article.outlet.isEmpty else { return nil }
        for head in record.heads.reversed()
        where head.outlet == article.outletHash && (head.isRunning || reading.grammar.isRunning) {
            if Double(reading.title.dot(head.title)) >= settings.revisionCosine { return head.item }
        }
        return nil
    }
}
