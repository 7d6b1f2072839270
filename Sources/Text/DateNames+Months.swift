extension DateNames {
    /// Beginnings of the names of the months in languages that fewer feeds are in.
    ///
    /// Estonian, Galician, Basque, Albanian, Azerbaijani, Uzbek, Filipino, Esperanto, Luxembourgish, Belarusian,
    /// Kazakh, Armenian, Georgian, Urdu, Hindi shortened, Bengali, Tamil and Telugu.
    /// - Source: Unicode CLDR, `dates/calendars/gregorian/months`.
    static let otherLanguages = [
        "urt xan yan сту қаң հնվ հունվ جنو जन॰ जन জান ஜனவ జనవ იან",
        "ots peb shk ақп փետ փտվ فرو फ़र ফেব பிப ఫిబ თებ",
        "mäe нау մար մրտ مار মার மார మార მარ",
        "apir pri кра сәу ապր اپر এপ্ ஏப் ఏప్ აპრ",
        "maia мам մայ մյս مئی მაი",
        "eka meit hun iyn iyun juun qer xuñ мау հնս հունի جون জুন ஜூன జూన ივნ",
        "hul iyl iyul juul kor uzt xul шіл հլս հուլ جول जुल জুল ஜூல జుల ივლ",
        "abu avq aŭg gus там օգո օգս اگس अग॰ আগস ஆகஸ ఆగస აგვ",
        "irai sent sht қыр սեպ ستم सित সেপ செப సెప სექ",
        "tet urr кас қаз հոկ اکت अक् অক্ அக் అక్ ოქტ",
        "aza nob noy nën лис ліс қар նոյ نوم नव॰ নভে நவ నవ ნოე",
        "abe dek dhj жел դեկ دسم दिस ডিস டிச డిస დეკ",
    ]

    /// What a name of a month means in another language: Croatian July is Czech August.
    static func otherMonth(_ word: String) -> Int? {
        for (beginning, month) in [("lip", 6), ("srp", 7), ("lis", 10)] where word.hasPrefix(beginning) {
            return month
        }
        return nil
    }
}
