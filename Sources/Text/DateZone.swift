/// A zone as a date names it.
enum DateZone: Hashable {
    /// Ahead of UTC.
    case fixed(minutes: Int)
    /// Ahead of UTC in winter; one hour more in summer by the rules of the United States.
    case american(minutes: Int)
    /// The same by the rules of the European Union.
    case european(minutes: Int)

    /// How far ahead of UTC it is when its clocks show `local`, milliseconds as if at UTC.
    func minutes(at local: Int64) -> Int {
        switch self {
        case .fixed(let minutes): minutes
        case .american(let minutes): minutes + (Self.isAmericanSummer(local) ? 60 : 0)
        case .european(let minutes): minutes + (Self.isEuropeanSummer(local, minutes) ? 60 : 0)
        }
    }

    var isAmerican: Bool {
        switch self {
        case .american: true
        case .fixed(let minutes): minutes <= -240 && minutes >= -600
        case .european: false
        }
    }

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

    /// A zone by its name in the zone database, in lower case.
    static func city(_ area: String, _ city: String) -> DateZone? {
        if area == "etc" {
            return ["gmt", "utc", "uct", "zulu", "universal"].contains(city) ? .fixed(minutes: 0) : nil
        }
        return cities["\(area)/\(city)"]
    }

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
            "pt": .american(minutes: -480), "at": .american(minutes: -240),
        ]
        let words = fixed.split { $0 == " " || $0 == "\n" }
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            guard let minutes = Int(words[index + 1]) else { continue }
            result[String(words[index])] = .fixed(minutes: minutes)
        }
        return result
    }()

    private static let fixed = """
        ut 0 utc 0 gmt 0 z 0 wet 0 west 60 bst 60 cet 60 met 60 mez 60 cest 120 mest 120 mesz 120 eet 120 eest 180
        msk 180 msd 240 мск 180 trt 180 idt 180 ast -240 adt -180 nst -210 ndt -150 est -300 edt -240 cst -360 cdt -300
        mst -420 mdt -360 pst -480 pdt -420 akst -540 akdt -480 hst -600 hdt -540 brt -180 brst -120 art -180 clt -240
        clst -180 cat 120 eat 180 wat 60 sast 120 gst 240 pkt 300 ist 330 npt 345 wib 420 wita 480 wit 540 ict 420
        hkt 480 sgt 480 pht 480 myt 480 awst 480 kst 540 jst 540 acst 570 acdt 630 aest 600 aedt 660 nzst 720 nzdt 780
        """

    private static let cities: [String: DateZone] = {
        var result: [String: DateZone] = [:]
        func add(_ zone: (Int) -> DateZone, _ minutes: Int, _ names: String) {
            for name in names.split(separator: " ") { result[String(name)] = zone(minutes) }
        }
        add(DateZone.american, -300, "america/new_york america/detroit america/toronto us/eastern")
        add(DateZone.american, -360, "america/chicago america/winnipeg us/central")
        add(DateZone.american, -420, "america/denver america/edmonton us/mountain")
        add(DateZone.american, -480, "america/los_angeles america/vancouver us/pacific")
        add(DateZone.american, -240, "america/halifax")
        add(DateZone.fixed, -420, "america/phoenix")
        add(DateZone.fixed, -300, "america/bogota america/lima")
        add(DateZone.fixed, -180, "america/argentina america/buenos_aires")
        add(DateZone.european, 0, "europe/london europe/dublin europe/lisbon")
        add(
            DateZone.european, 60,
            """
            europe/berlin europe/paris europe/madrid europe/rome europe/vienna europe/zurich europe/amsterdam \
            europe/brussels europe/copenhagen europe/oslo europe/stockholm europe/warsaw europe/prague europe/budapest
            """)
        add(
            DateZone.european, 120,
            "europe/helsinki europe/athens europe/bucharest europe/sofia europe/riga europe/tallinn")
        add(DateZone.fixed, 180, "asia/riyadh asia/baghdad africa/nairobi")
        add(DateZone.fixed, 330, "asia/kolkata asia/calcutta")
        add(DateZone.fixed, 420, "asia/bangkok asia/jakarta asia/saigon asia/ho_chi_minh")
        add(
            DateZone.fixed, 480,
            "asia/shanghai asia/hong_kong asia/taipei asia/singapore asia/manila australia/perth")
        add(DateZone.fixed, 540, "asia/seoul asia/tokyo")
        return result
    }()
}
