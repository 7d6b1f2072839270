/// Names of months, days and halves of the day in the languages of feeds.
enum DateNames {
    /// The month from 1 to 12 that `word`, in lower case, begins with.
    ///
    /// The longest beginning counts, so that Finnish `marraskuu` is November though `mar` is March.
    static func month(_ word: String) -> Int? {
        let scalars = word.unicodeScalars
        var length = min(scalars.count, longest)
        while length >= 3 {
            if let month = beginnings[String(String.UnicodeScalarView(scalars.prefix(length)))] {
                return month
            }
            length -= 1
        }
        return nil
    }

    /// Words for the day of the week that look like a month's.
    static let weekdays: Set<String> = words(
        """
        mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday \
        mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag \
        lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche \
        mié mie jue vie sáb sab dom martes miércoles martedì maandag
        """)

    /// Words that mean nothing by themselves.
    static let fillers: Set<String> = words(
        "th st nd rd de del of at on um à le la the kl uhr t o г года в р a y den uur óra")

    /// Whether a word says that it is the second half of the day.
    static let afternoon: [String: Bool] = [
        "am": false, "pm": true, "오전": false, "오후": true, "上午": false, "下午": true, "午前": false, "午後": true,
        "πμ": false, "μμ": true,
    ]

    private static let beginnings: [String: Int] = {
        var result: [String: Int] = [:]
        for (index, names) in names.enumerated() {
            for name in names.split(separator: " ") { result[String(name)] = index + 1 }
        }
        return result
    }()

    private static let longest = 8

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map { String($0) })
    }

    /// Beginnings of the names of the months: English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic
    /// languages, Finnish, Polish, Czech, Hungarian, Romanian, Turkish, Russian, Ukrainian, Greek, Arabic, Hebrew.
    private static let names = [
        "jan jän янв січ ιαν oca sty led tam ene gen ian janv يناير ינואר",
        "feb fév fev фев лют φεβ şub lut úno hel פברואר فبراير",
        "mar mär mrz mrt maa márc bře мар бер μαρ μάρ مارس מרץ",
        "apr avr abr ápr апр кві απρ nis kwi dub huh أبريل ابريل אפריל",
        "may mai maj mei mag máj мая май тра μαΐ μάι μαι μαϊ kvě tou مايو מאי",
        "jun juin jún giu июн чер ιουν ιούν haz cze čvn kes iun يونيو יוני",
        "jul juil júl lug июл лип ιουλ ιούλ tem lip čvc hei iul يوليو יולי",
        "aug aoû aou ago авг сер αυγ αύγ ağu sie srp elo agu أغسطس اغسطس אוגוסט",
        "sep set szep сен вер σεπ eyl wrz zář syy سبتمبر ספטמבר",
        "oct okt out ott окт жов οκτ eki paź paz říj lok أكتوبر اكتوبر אוקטובר",
        "nov ноя νοε νοέ kas lis noi marras نوفمبر נובמבר",
        "dec dez dic déc des дек гру δεκ ara gru pro jou ديسمبر דצמבר",
    ]
}
