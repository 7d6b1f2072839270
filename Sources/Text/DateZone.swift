/// A zone as a date names it.
enum DateZone: Hashable {
    /// Ahead of UTC.
    case fixed(minutes: Int)
    /// Ahead of UTC in winter; one hour more in summer by the rules of the United States.
    case american(minutes: Int)
    /// The same by the rules of the European Union.
    case european(minutes: Int)
    /// One hour more from October to April by the rules of the south-east of Australia.
    case australian(minutes: Int)
    /// One hour more from September to April by the rules of New Zealand.
    case newZealand(minutes: Int)

    /// How far ahead of UTC it is when its clocks show `local`, milliseconds as if at UTC.
    func minutes(at local: Int64) -> Int {
        switch self {
        case .fixed(let minutes): minutes
        case .american(let minutes): minutes + (Self.isAmericanSummer(local) ? 60 : 0)
        case .european(let minutes): minutes + (Self.isEuropeanSummer(local, minutes) ? 60 : 0)
        case .australian(let minutes): minutes + (Self.isSouthernSummer(local, month: 10, from: 1) ? 60 : 0)
        case .newZealand(let minutes): minutes + (Self.isSouthernSummer(local, month: 9, from: 24) ? 60 : 0)
        }
    }

    /// Whether clocks anywhere differ from UTC by so much.
    static func isOffset(_ minutes: Int) -> Bool { minutes >= -12 * 60 && minutes <= 14 * 60 }

    /// `UTC`, or `+09:00`.
    var name: String {
        guard case .fixed(let minutes) = self, minutes != 0 else { return "UTC" }
        let (hours, rest) = (minutes.magnitude / 60, minutes.magnitude % 60)
        return (minutes < 0 ? "-" : "+") + (hours < 10 ? "0" : "") + "\(hours):" + (rest < 10 ? "0" : "")
            + "\(rest)"
    }

    /// A zone by its abbreviation in lower case.
    ///
    /// Of several meanings the one that feeds use is taken: `CST` and `EST` are American, `IST` is Indian, `BST` British.
    static func named(_ word: String) -> DateZone? { abbreviations[word] }

    /// A zone that some words together name: `eastern standard time`.
    static func long(_ words: String) -> DateZone? { longNames[words] }

    // MARK: Summer time

    private static func isAmericanSummer(_ local: Int64) -> Bool {
        let hours = Int(local / 3_600_000)
        let year = year(ofDay: hours / 24)
        // Since 2007 from the second Sunday in March to the first in November; before from April to October.
        let start = year >= 2007 ? sunday(year, 3, from: 8) : sunday(year, 4, from: year >= 1987 ? 1 : 24)
        let end = year >= 2007 ? sunday(year, 11, from: 1) : sunday(year, 10, from: 25)
        return hours >= start * 24 + 2 && hours < end * 24 + 2
    }

    private static func isEuropeanSummer(_ local: Int64, _ winter: Int) -> Bool {
        let minutes = Int(local / 60000)
        let year = year(ofDay: minutes / 1440)
        // At 01:00 UTC on the last Sundays of March and October.
        let start = sunday(year, 3, from: 25) * 1440 + 60 + winter
        let end = sunday(year, 10, from: 25) * 1440 + 60 + winter + 60
        return minutes >= start && minutes < end
    }

    private static func isSouthernSummer(_ local: Int64, month: Int, from day: Int) -> Bool {
        let hours = Int(local / 3_600_000)
        let year = year(ofDay: hours / 24)
        // From 02:00 in winter's time to 03:00 in summer's.
        let start = sunday(year, month, from: day) * 24 + 2
        let end = sunday(year, 4, from: 1) * 24 + 3
        return hours >= start || hours < end
    }

    /// Day number of the first Sunday on or after a day.
    private static func sunday(_ year: Int, _ month: Int, from day: Int) -> Int {
        let number = DateReader.dayNumber(year, month, day)
        // 1 January 1970 was a Thursday.
        let weekday = ((number % 7) + 11) % 7
        return number + (7 - weekday) % 7
    }

    private static func year(ofDay day: Int) -> Int {
        var year = 1970 + day / 366
        while DateReader.dayNumber(year + 1, 1, 1) <= day { year += 1 }
        return year
    }

    // MARK: Tables

    private static let abbreviations: [String: DateZone] = {
        var result: [String: DateZone] = [
            "et": .american(minutes: -300), "ct": .american(minutes: -360), "mt": .american(minutes: -420),
            "pt": .american(minutes: -480), "akt": .american(minutes: -540),
        ]
        let words = fixed.split { $0 == " " || $0 == "\n" }
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            guard let minutes = Int(words[index + 1]) else { continue }
            result[String(words[index])] = .fixed(minutes: minutes)
        }
        return result
    }()

    private static let fixed = """
        ut 0 utc 0 uct 0 gmt 0 z 0 wet 0 wez 0 west 60 wesz 60 bst 60 cet 60 met 60 mez 60 cest 120 cedt 120 mest 120
        mesz 120 eet 120 oez 120 eest 180 oesz 180 eedt 180 msk 180 msd 240 мск 180 trt 180 idt 180 samt 240 yekt 300
        omst 360 novt 420 krat 420 irkt 480 yakt 540 vlat 600 magt 660 pett 720 ast -240 adt -180 nst -210 ndt -150
        est -300 edt -240 cst -360 cdt -300 mst -420 mdt -360 pst -480 pdt -420 akst -540 akdt -480 hst -600 hdt -540
        brt -180 brst -120 art -180 clt -240 clst -180 uyt -180 bot -240 cot -300 pet -300 cat 120 eat 180 wat 60
        sast 120 gst 240 uzt 300 pkt 300 ist 330 npt 345 mmt 390 wib 420 wita 480 wit 540 ict 420 hkt 480 sgt 480
        pht 480 myt 480 bnt 480 awst 480 kst 540 jst 540 acst 570 acdt 630 aest 600 aedt 660 nzst 720 nzdt 780 chst 600
        """

    private static let longNames: [String: DateZone] = {
        var result: [String: DateZone] = [:]
        for line in long.split(separator: "\n") {
            guard let space = line.firstIndex(of: " "), let minutes = Int(line[..<space]) else { continue }
            result[String(line[line.index(after: space)...])] = .fixed(minutes: minutes)
        }
        result["central european time"] = .european(minutes: 60)
        let names = [
            ("eastern", -300), ("central", -360), ("mountain", -420), ("pacific", -480), ("atlantic", -240),
        ]
        for (name, minutes) in names {
            result[name + " time"] = .american(minutes: minutes)
            result[name + " standard time"] = .fixed(minutes: minutes)
            result[name + " daylight time"] = .fixed(minutes: minutes + 60)
        }
        return result
    }()

    private static let long = """
        0 greenwich mean time
        0 coordinated universal time
        60 central european standard time
        120 central european summer time
        60 british summer time
        180 moscow time
        180 moscow standard time
        180 по московскому времени
        180 московское время
        540 korea standard time
        540 korean standard time
        540 한국 시간
        540 japan standard time
        540 日本時間
        330 india standard time
        480 china standard time
        480 北京时间
        480 北京時間
        480 hong kong time
        480 singapore time
        480 singapore standard time
        -600 hawaii standard time
        """
}
