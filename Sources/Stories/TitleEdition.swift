import Text

/// Which one of a row of like titles this is: the day it names, its number in the row, whether things went up or down.
///
/// Daily reports differ in little else, and those of two days are not one story however like their titles are.
struct TitleEdition: Sendable, Equatable {
    /// From 1 for Sunday; 0 where none is named, or several are.
    private(set) var weekday: UInt8 = 0
    /// Of the month; 0 where none is named.
    private(set) var day: UInt8 = 0
    /// Of a draw, an issue, an episode; 0 where none is named.
    private(set) var number: UInt32 = 0
    private(set) var course = Course.none

    /// Where prices went.
    enum Course: UInt8, Sendable { case none, up, down, both }

    init() {}

    /// Of four values that ``packed`` made.
    init(packed: UInt64) {
        weekday = UInt8(truncatingIfNeeded: packed & 7)
        day = UInt8(truncatingIfNeeded: packed >> 3 & 31)
        course = Course(rawValue: UInt8(truncatingIfNeeded: packed >> 8 & 3)) ?? .none
        number = UInt32(truncatingIfNeeded: packed >> 10)
    }

    /// For a snapshot.
    var packed: UInt64 {
        UInt64(weekday) | UInt64(day) << 3 | UInt64(course.rawValue) << 8 | UInt64(number) << 10
    }

    init(_ title: FoldedText) {
        for (index, word) in title.words.enumerated() {
            switch word.script {
            case .digits: read(number: index, in: title)
            case .alphabetic, .hangul: note(word.hash)
            case .ideographic:
                title.forEachBigram(of: word) { range in
                    var hash = StableHash()
                    for index in range { hash.combine(title.bytes[index]) }
                    note(hash.value)
                }
            }
        }
    }

    private mutating func note(_ word: UInt64) {
        switch Self.meanings[word] {
        case .weekday(let day): weekday = weekday == 0 || weekday == day ? day : 0
        case .course(let new): course = course == .none || course == new ? new : .both
        case .counter, nil: break
        }
    }

    /// Whether both say what they are and do not say the same.
    func differs(from other: TitleEdition) -> Bool {
        weekday != other.weekday && weekday != 0 && other.weekday != 0
            || day != other.day && day != 0 && other.day != 0
            || number != other.number && number != 0 && other.number != 0
            || course == .up && other.course == .down || course == .down && other.course == .up
    }

    /// A number beside a month or before the sign for a day is one; one beside a word for issues counts them.
    private mutating func read(number index: Int, in title: FoldedText) {
        let words = title.words
        let digits = title.bytes(of: words[index])
        guard digits.count <= 9 else { return }
        var value: UInt32 = 0
        for digit in digits where digit >= 0x30 && digit <= 0x39 { value = value * 10 + UInt32(digit - 0x30) }
        let before = index > 0 ? title.string(words[index - 1]) : ""
        let after = index + 1 < words.count ? title.string(words[index + 1]) : ""
        let next = index + 2 < words.count ? title.string(words[index + 2]) : ""
        if value > 0, value <= 31 {
            let isJoined = index + 1 < words.count && words[index + 1].isJoined
            let isDay = isJoined && (after.hasPrefix("일") || after.hasPrefix("日"))
            let isBesideMonth =
                Self.isMonth(before) || Self.isMonth(after) || after == "de" && Self.isMonth(next)
            if isDay || isBesideMonth { day = UInt8(value) }
        }
        let isCounted = index > 0 && Self.meanings[words[index - 1].hash] == .counter
        if isCounted || Self.signs.contains(where: after.hasPrefix) { number = value }
    }

    private static func isMonth(_ word: String) -> Bool {
        let scalars = word.unicodeScalars
        return scalars.count >= 3 && months.contains(String(String.UnicodeScalarView(scalars.prefix(3))))
    }

    // MARK: Words, folded

    private enum Meaning: Equatable {
        /// From 1 for Sunday.
        case weekday(UInt8)
        case course(Course)
        /// Before the number of one in a row.
        case counter
    }

    /// By the hash of the folded word.
    private static let meanings: [UInt64: Meaning] = {
        var table: [UInt64: Meaning] = [:]
        func add(_ list: String, _ meaning: Meaning) {
            for word in list.split(separator: " ") {
                for folded in FoldedText(String(word)).words { table[folded.hash] = meaning }
            }
        }
        for week in weeks {
            for (index, name) in week.split(separator: " ").enumerated() {
                add(String(name), .weekday(UInt8(index % 7 + 1)))
            }
        }
        add(up, .course(.up))
        add(down, .course(.down))
        add(counters, .counter)
        return table
    }()

    /// From Sunday.
    private static let weeks = [
        "sunday monday tuesday wednesday thursday friday saturday",
        "sonntag montag dienstag mittwoch donnerstag freitag samstag",
        "dimanche lundi mardi mercredi jeudi vendredi samedi",
        "domingo lunes martes miércoles jueves viernes sábado",
        "domenica lunedì martedì mercoledì giovedì venerdì sabato",
        "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
        "воскресенье понедельник вторник среду четверг пятницу субботу",
        "неділю понеділок вівторок середу четвер п'ятницю суботу",
        "niedzielę poniedziałek wtorek środę czwartek piątek sobotę",
        "nedelja ponedeljek torek sreda četrtek petek sobota",
        "일요일 월요일 화요일 수요일 목요일 금요일 토요일",
        "日曜 月曜 火曜 水曜 木曜 金曜 土曜",
    ]

    /// The first three letters of months, folded; a word counts only beside a number.
    private static let months = Set(
        """
        jan feb mar apr may jun jul aug sep oct nov dec mai okt dez fev avr jui aou ene abr ago dic mag giu lug set ott \
        gen out янв фев мар апр мая май июн июл авг сен окт ноя дек
        """.split(separator: " ").map(String.init))

    private static let counters = """
        no nr num número numéro numero number issue episode ep vol volume part day week round chapter folge teil tag \
        épisode jour épisodio capítulo día dia parte выпуск номер серия день часть 제 第
        """
    /// After the number.
    private static let signs = ["회", "호", "화", "回", "号", "號", "話", "期"]

    private static let up = """
        rise rises rose higher gain gains gained climb climbs climbed advance advances rally rallies surge surges \
        hausse monte grimpe progresse sube suben subida alza sobe sobem alta rialzo sale salgono steigt steigen plus \
        fester вырос выросла выросли растёт растут повысился подорожал подорожала 상승 오른 올라 급등 반등 続伸 反発 上昇 上涨 上漲
        """
    private static let down = """
        fall falls fell lower lose loses lost slip slips slipped drop drops dropped slide slides decline declines dip \
        dips baisse recule chute baja bajan caída cae caen cai caem queda ribasso scende fällt fallen minus schwächer \
        упал упала упали падает снизился снизилась снизились снижается подешевел подешевела 하락 내린 내려 급락 続落 反落 下落 下跌
        """
}
