import Model

extension StoryRecord {
    func write(to writer: inout SnapshotWriter) {
        writer.write(UInt64(UInt32(bitPattern: number)))
        writer.write(signed: story.rawValue)
        writer.write(language)
        writer.write(centroid)
        writer.write(skeleton)
        writer.write(signed: first.milliseconds)
        writer.write(signed: last.milliseconds)
        writer.write(signed: notedHour)
        writer.write(count)
        writer.write(items.count)
        for item in items { writer.write(signed: item.rawValue) }
        writer.write(numbers.count)
        for number in numbers { writer.write(fixed: number) }
        writer.write(names.count)
        for name in names { writer.write(fixed: name) }
        writer.write(heads.count)
        for head in heads {
            writer.write(signed: head.item.rawValue)
            writer.write(fixed: head.outlet)
            writer.write(head.isRunning ? 1 : 0)
            writer.write(head.title)
            writer.write(head.proper.count)
            for word in head.proper {
                writer.write(fixed: word.token)
                writer.write(fixed: word.sound)
            }
            writer.write(head.digits.count)
            for token in head.digits { writer.write(fixed: token) }
            writer.write(head.edition.packed)
            writer.write(head.frame.words.count)
            for word in head.frame.words { writer.write(fixed: word) }
        }
        writer.write(texts.count)
        for text in texts {
            writer.write(signed: text.item.rawValue)
            writer.write(text.isAgency ? 1 : 0)
            writer.write(signed: text.published.milliseconds)
            writer.write(Int(text.sketch.level))
            writer.write(sorted: text.sketch.hashes)
        }
        writer.write(concepts.count)
        for (concept, count) in concepts.sorted(by: { $0.key < $1.key }) {
            writer.write(concept)
            writer.write(count)
        }
        writer.write(onlyOutlet == nil ? 0 : 1)
        if let onlyOutlet { writer.write(fixed: onlyOutlet) }
    }

    init(from reader: inout SnapshotReader, settings: StorySettings) throws(SnapshotError) {
        let number = try reader.small()
        let story = StoryID(try reader.signed())
        let language = try reader.text()
        self.init(number: number, story: story, language: language, at: Timestamp(milliseconds: 0))
        let centroid = try reader.vector()
        let skeleton = try reader.vector()
        let first = Timestamp(milliseconds: try reader.signed())
        let last = Timestamp(milliseconds: try reader.signed())
        notedHour = try reader.signed()
        let count = Int(try reader.small())
        var items: [ItemID] = []
        for _ in 0..<(try reader.count()) { items.append(ItemID(try reader.signed())) }
        var numbers: [UInt32] = []
        for _ in 0..<(try reader.count()) { numbers.append(try reader.fixed()) }
        var names: [UInt32] = []
        for _ in 0..<(try reader.count()) { names.append(try reader.fixed()) }
        var heads: [Head] = []
        for _ in 0..<(try reader.count()) {
            heads.append(try Head(from: &reader))
        }
        var texts: [KnownText] = []
        for _ in 0..<(try reader.count()) {
            let item = ItemID(try reader.signed())
            let isAgency = try reader.number() == 1
            let published = Timestamp(milliseconds: try reader.signed())
            let level = UInt8(truncatingIfNeeded: min(31, try reader.number()))
            texts.append(
                KnownText(
                    item: item, isAgency: isAgency, published: published,
                    sketch: ShingleSketch(hashes: try reader.sorted(), level: level)))
        }
        var concepts: [String: Int] = [:]
        for _ in 0..<(try reader.count()) {
            let concept = try reader.text()
            concepts[concept] = Int(try reader.small())
        }
        let onlyOutlet = try reader.number() == 1 ? try reader.fixedLong() : nil
        restore(
            centroid: centroid, skeleton: skeleton, span: (first, last), count: count, items: items,
            numbers: numbers, names: names, heads: heads, texts: texts, concepts: concepts,
            onlyOutlet: onlyOutlet,
            settings: settings)
    }
}

extension StoryRecord.Head {
    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        item = ItemID(try reader.signed())
        outlet = try reader.fixedLong()
        isRunning = try reader.number() == 1
        title = try reader.vector()
        proper = []
        for _ in 0..<(try reader.count()) {
            proper.append(ArticleTokens.ProperWord(token: try reader.fixed(), sound: try reader.fixed()))
        }
        digits = []
        for _ in 0..<(try reader.count()) { digits.append(try reader.fixed()) }
        edition = TitleEdition(packed: try reader.number())
        var words: [UInt32] = []
        for _ in 0..<(try reader.count()) { words.append(try reader.fixed()) }
        frame = TitleFrame(words: words)
    }
}
