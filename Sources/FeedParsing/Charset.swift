/// Names of character sets.
///
/// - Source: https://encoding.spec.whatwg.org/#names-and-labels
enum Charset {
    /// The C library's name of the superset that browsers read for `label`; `nil` for an unknown one.
    ///
    /// `iso-8859-1` is windows-1252, `euc-kr` is its extension by Microsoft, `gb2312` is GB 18030, and so on: documents
    /// mean these whatever they say.
    static func named(_ label: String) -> String? {
        let label = String(
            decoding: label.utf8.filter { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 }.map { byte in
                byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            }, as: UTF8.self)
        if let name = labels[label] { return name }
        // `iso8859_1`, `ISO-8859-01`, `cp-1251`: the letters and digits are what counts.
        return squeezed[squeeze(label)]
    }

    private static func squeeze(_ label: String) -> String {
        String(
            decoding: label.utf8.filter { $0 != 0x2D && $0 != 0x5F && $0 != 0x3A && $0 != 0x2E },
            as: UTF8.self)
    }

    private static let labels: [String: String] = {
        var result: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let name = words.first else { continue }
            for label in words.dropFirst() { result[String(label)] = String(name) }
        }
        return result
    }()

    private static let squeezed: [String: String] = {
        var result: [String: String] = [:]
        for (label, name) in labels { result[squeeze(label)] = name }
        return result
    }()

    /// The C library's name, then the labels.
    private static let table = """
        UTF-8 utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig utf8mb4
        IBM866 ibm866 866 cp866 csibm866
        ISO-8859-2 iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
        ISO-8859-3 iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
        ISO-8859-4 iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
        ISO-8859-5 iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
        ISO-8859-6 iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso_8859-6 iso_8859-6:1987
        ISO-8859-7 iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso_8859-7 iso_8859-7:1987 sun_eu_greek
        ISO-8859-8 iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
        ISO-8859-10 iso-8859-10 csisolatin6 iso-ir-157 l6 latin6
        ISO-8859-13 iso-8859-13
        ISO-8859-14 iso-8859-14
        ISO-8859-15 iso-8859-15 csisolatin9 iso_8859-15 l9 latin9 latin-9
        ISO-8859-16 iso-8859-16
        KOI8-R koi8-r cskoi8r koi koi8 koi8_r
        KOI8-U koi8-u koi8-ru
        MACINTOSH macintosh csmacintosh mac x-mac-roman
        CP874 windows-874 dos-874 iso-8859-11 tis-620 cp874 tis620.2533
        CP1250 windows-1250 cp1250 x-cp1250 win-1250
        CP1251 windows-1251 cp1251 x-cp1251 win-1251 win1251
        CP1252 windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 us-ascii x-cp1252
        CP1253 windows-1253 cp1253 x-cp1253
        CP1254 windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254
        CP1255 windows-1255 cp1255 x-cp1255
        CP1256 windows-1256 cp1256 x-cp1256
        CP1257 windows-1257 cp1257 x-cp1257
        CP1258 windows-1258 cp1258 x-cp1258
        MAC-UK x-mac-cyrillic x-mac-ukrainian
        GB18030 gb18030 gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 ms936 windows-936 euc-cn
        BIG5-HKSCS big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 ms950
        EUC-JP euc-jp cseucpkdfmtjapanese x-euc-jp ujis
        ISO-2022-JP iso-2022-jp csiso2022jp
        CP932 shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932
        CP949 euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949 uhc ms949
        ISO-2022-KR iso-2022-kr csiso2022kr
        JOHAB johab x-johab ms1361 cp1361
        UTF-16BE utf-16be unicodefffe
        UTF-16LE utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff
        UTF-32LE utf-32 utf-32le ucs-4
        UTF-32BE utf-32be
        ISO-2022-CN iso-2022-cn
        ISO-2022-CN-EXT iso-2022-cn-ext
        X-USER-DEFINED x-user-defined
        UTF-7 utf-7 unicode-1-1-utf-7
        """
}
