/// Names of months, days and halves of the day in the languages of feeds.
enum DateNames {
    /// The month from 1 to 12 that `word`, in lower case, begins with.
    ///
    /// The longest beginning counts, so that Finnish `marraskuu` is November though `mar` is March.
    static func month(_ word: String) -> Int? {
        if let month = chineseMonths[word] ?? shortMonths[word] { return month }
        let scalars = word.unicodeScalars
        var length = min(scalars.count, longest)
        while length >= 3 {
            if let month = beginnings[String(String.UnicodeScalarView(scalars.prefix(length)))] {
                return month
            }
            length -= 1
        }
        // Hebrew puts `in` before it.
        return scalars.first == "ב" && scalars.count > 3 ? month(String(word.dropFirst())) : nil
    }

    /// The day of the week from 0 for Sunday.
    static func weekday(_ word: String) -> Int? {
        if let day = weekdays[word] { return day }
        let isEastern =
            easternWeeks.contains { word.hasPrefix($0) } || easternDays.contains { word.hasSuffix($0) }
        guard isEastern else { return nil }
        return word.unicodeScalars.lazy.compactMap { eastern[$0] }.first
    }

    /// Words that mean nothing by themselves.
    static let fillers: Set<String> = words(
        """
        th st nd rd er de del of at on um à le às la las les the kl klo uhr t o os г года р в у a y den uur óra om v w z
        ore alle el es il godz hod h hs hrs час ч saat στις ob и i vom dem d n kor date 에 の 公元 西暦 서기 º ª е го ho em
        ora orele published updated posted r lúc ngày năm giờ น เวลา ที่ เมื่อ hrs. बजे ساعت الساعة في jam pukul
        """)

    /// What a word says about the half of the day.
    static let halves: [String: DateHalf] = {
        var result: [String: DateHalf] = [:]
        for word in words("am 오전 上午 午前 πμ öö dop 凌晨 早上 早晨 清晨 새벽 아침 ص") { result[word] = .morning }
        for word in words("pm 오후 下午 午後 μμ ös odp 中午 正午 م") { result[word] = .afternoon }
        for word in words("晚上 傍晚 晚间 晚間 저녁 밤 夜") { result[word] = .evening }
        return result
    }()

    /// The year before the first of an era.
    static let eras: [String: Int] = ["令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911]

    private static let chineseMonths: [String: Int] = [
        "一月": 1, "二月": 2, "三月": 3, "四月": 4, "五月": 5, "六月": 6, "七月": 7, "八月": 8, "九月": 9, "十月": 10,
        "十一月": 11, "十二月": 12,
    ]

    private static let eastern: [Unicode.Scalar: Int] = [
        "일": 0, "월": 1, "화": 2, "수": 3, "목": 4, "금": 5, "토": 6, "日": 0, "月": 1, "火": 2, "水": 3, "木": 4,
        "金": 5, "土": 6, "天": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    ]

    private static let easternWeeks = ["星期", "周", "週", "礼拜", "禮拜"]
    private static let easternDays = ["요일", "曜日", "曜"]

    private static let weekdays: [String: Int] = {
        var result: [String: Int] = [:]
        for (index, names) in weekdayNames.enumerated() { for word in words(names) { result[word] = index } }
        for (index, day) in "일월화수목금토日月火水木金土".enumerated() { result[String(day)] = index % 7 }
        return result
    }()

    private static let beginnings: [String: Int] = {
        var result: [String: Int] = [:]
        for table in [latinMonths, otherMonths, otherLanguages] {
            for (index, names) in table.enumerated() {
                for name in names.split(separator: " ") { result[String(name)] = index + 1 }
            }
        }
        return result
    }()

    private static let longest = 8

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map { String($0) })
    }

    private static let weekdayNames = [
        """
        sun sunday sonntag dimanche domingo domenica zondag niedziela neděle воскресенье неділя söndag søndag sunnuntai
        vasárnap pazar κυριακή dom dim вс нд κυρ niedz duminică minggu nedjelja недеља ned
        """,
        """
        mon monday montag lundi lunes lunedì segunda maandag poniedziałek pondělí понедельник понеділок måndag mandag
        maanantai hétfő pazartesi δευτέρα lun mo пн δευ pon luni senin
        """,
        """
        tue tues tuesday dienstag mardi martes martedì terça dinsdag wtorek úterý вторник вівторок tisdag tirsdag tiistai
        kedd salı τρίτη di вт τρι marți selasa uto utorak
        """,
        """
        wed weds wednesday mittwoch mercredi miércoles miercoles mercoledì quarta woensdag środa středa среда середа
        onsdag keskiviikko szerda çarşamba τετάρτη mié mie mer mi ср τετ miercuri rabu sri srijeda
        """,
        """
        thu thur thurs thursday donnerstag jeudi jueves giovedì quinta donderdag czwartek čtvrtek четверг четвер torsdag
        torstai csütörtök perşembe πέμπτη jeu jue gio чт πεμ joi kamis čet četvrtak
        """,
        """
        fri friday freitag vendredi viernes venerdì sexta vrijdag piątek pátek пятница fredag perjantai péntek cuma
        παρασκευή ven vie пт παρ vineri jumat pet petak
        """,
        """
        sat saturday samstag sonnabend samedi sábado sabado sabato zaterdag sobota суббота субота lördag lørdag lauantai
        szombat cumartesi σάββατο sam sáb sab сб σαβ sâmbătă sabtu sub subota
        """,
    ]

    /// Beginnings of the names of the months in languages with Latin letters.
    private static let latinMonths = [
        "jan jän oca sty led tam ene gen ian janv jaan sau sij",
        "feb fév fev şub lut úno hel veeb vas velj febr",
        "mar mär mae mrz mrt maa märts márc bře ožu kov mac", "apr avr abr ápr nis kwi dub huh bal tra abril",
        "may mai maj mei mag máj maí kvě tou geg svi",
        "jun juin jún jūn giu haz cze čer čvn kes iun bir lipanj lipnja",
        "jul juil júl jūl lug tem lip červenc čvc hei iul lie srpanj srpnja",
        "aug aoû aou ago ágú ağu sie srp elo agu avg ogo rugp kolovoz",
        "sep set szep eyl wrz zář syy rugs ruj",
        "oct okt out ott eki paź paz říj lok spa", "nov kas lis noi marras nóv lap stu",
        "dec dez dic déc des det ara gru pro jou dis",
    ]

    /// The same in Cyrillic, Greek, Arabic, Persian, Hebrew, Devanagari and Thai.
    private static let otherMonths = [
        "янв січ яну јан студз ιαν يناير جانفي ژانوی ינו जनवरी มกรา",
        "фев лют феб φεβ פבר فبراير فيفري شباط فوری फरवरी फ़रवरी กุมภา",
        "мар бер сак μαρ μάρ مارس آذار اذار מרץ मार्च มีนา",
        "апр кві крас απρ أبريل ابريل إبريل أفريل نيسان آوریل אפר अप्रैल เมษา",
        "май мая мај тра μαΐ μάι μαι μαϊ مايو ماي أيار ايار מאי พฤษภา",
        "июн чер юни јун чэр ιουν ιούν يونيو يونيه جوان حزيران ژوئن יונ जून มิถุนา",
        "июл лип юли јул ліп ιουλ ιούλ يوليو يوليه يوليوز جويلية تموز ژوئی יול जुलाई กรกฎา",
        "авг сер жні αυγ αύγ أغسطس اغسطس غشت أوت اوت אוג अगस्त สิงหา",
        "сен вер сеп σεπ سبتمبر شتنبر أيلول ايلول سپتامبر ספט सितंबर सितम्बर กันยา",
        "окт жов кастр οκτ أكتوبر اكتوبر اکتبر אוק अक्टूबर अक्तूबर ตุลา",
        "ноя ное нов листоп ліст νοε νοέ نوفمبر نونبر نوامبر נוב नवंबर नवम्बर พฤศจิกา",
        "дек гру дец сне δεκ ديسمبر دجنبر دسامبر דצמ दिसंबर दिसम्बर ธันวา",
    ]

    /// Months of fewer letters than three, which have to be all of the word.
    private static let shortMonths: [String: Int] = ["آب": 8, "مه": 5, "मई": 5, "মে": 5, "மே": 5, "మే": 5]
}

/// What a word says about the half of the day.
enum DateHalf { case morning, afternoon, evening }
