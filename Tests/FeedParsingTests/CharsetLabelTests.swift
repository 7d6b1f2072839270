import Testing

@testable import FeedParsing

@Suite struct CharsetLabelTests {
    struct Family: Sendable, CustomTestStringConvertible {
        var name: String
        var labels: String
        init(_ name: String, _ labels: String) {
            self.name = name
            self.labels = labels
        }
        var testDescription: String { name }
    }

    /// The labels of https://encoding.spec.whatwg.org/#names-and-labels and what feeds add to them.
    @Test(arguments: [
        Family(
            "UTF-8",
            "utf-8 UTF-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig"),
        Family("IBM866", "866 cp866 csibm866 ibm866"),
        Family(
            "ISO-8859-2",
            "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
        Family(
            "ISO-8859-3",
            "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
        Family(
            "ISO-8859-4",
            "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
        Family(
            "ISO-8859-5",
            "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"),
        Family(
            "ISO-8859-6",
            """
            arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i \
            iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
            """),
        Family(
            "ISO-8859-7",
            """
            csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 \
            iso_8859-7:1987 sun_eu_greek
            """),
        Family(
            "ISO-8859-8",
            """
            csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 \
            iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
            """),
        Family("ISO-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
        Family("ISO-8859-13", "iso-8859-13 iso8859-13 iso885913"),
        Family("ISO-8859-14", "iso-8859-14 iso8859-14 iso885914"),
        Family("ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin-9"),
        Family("ISO-8859-16", "iso-8859-16"),
        Family("KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r KOI8R"),
        Family("KOI8-U", "koi8-ru koi8-u"),
        Family("MACINTOSH", "csmacintosh mac macintosh x-mac-roman"),
        Family("CP874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
        Family("CP1250", "cp1250 windows-1250 x-cp1250 Windows-1250"),
        Family("CP1251", "cp1251 windows-1251 x-cp1251 win-1251 cp-1251"),
        Family(
            "CP1252",
            """
            ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 \
            iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 ISO8859_1
            """),
        Family("CP1253", "cp1253 windows-1253 x-cp1253"),
        Family(
            "CP1254",
            """
            cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 \
            windows-1254 x-cp1254
            """),
        Family("CP1255", "cp1255 windows-1255 x-cp1255"), Family("CP1256", "cp1256 windows-1256 x-cp1256"),
        Family("CP1257", "cp1257 windows-1257 x-cp1257"), Family("CP1258", "cp1258 windows-1258 x-cp1258"),
        Family("MAC-UK", "x-mac-cyrillic x-mac-ukrainian"),
        Family(
            "GB18030",
            """
            gb18030 gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 GB-2312
            """),
        Family("BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5 Big5"),
        Family("EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp eucjp"),
        Family("ISO-2022-JP", "csiso2022jp iso-2022-jp"),
        Family("CP932", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
        Family(
            "CP949",
            """
            cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 \
            cp949 euckr
            """),
        Family("ISO-2022-KR", "csiso2022kr iso-2022-kr"), Family("ISO-2022-CN", "iso-2022-cn"),
        Family("UTF-16BE", "unicodefffe utf-16be"),
        Family("UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
        Family("X-USER-DEFINED", "x-user-defined"),
    ])
    func `every label names its set`(_ family: Family) {
        for label in family.labels.split(separator: " ") {
            #expect(Charset.named(String(label)) == family.name, "\(label)")
            #expect(Charset.named(" \"\(label.uppercased())\" ") == family.name, "\(label)")
        }
        #expect(CharsetText.utf8(from: [0x3C, 0x61, 0x3E, 0x0A], charset: family.name) != nil)
    }

    @Test func `what is no label names nothing`() {
        #expect(Charset.named("") == nil)
        #expect(Charset.named("none") == nil)
        #expect(Charset.named("utf-9") == nil)
        #expect(Charset.named("iso-8859-12") == nil)
    }

    struct Bytes: Sendable, CustomTestStringConvertible {
        var charset: String
        var bytes: [UInt8]
        var text: String
        init(_ charset: String, _ bytes: [UInt8], _ text: String) {
            self.charset = charset
            self.bytes = bytes
            self.text = text
        }
        var testDescription: String { "\(charset) \(bytes)" }
    }

    /// Where the tables of browsers, the C library and the standards differ, and ways through damaged bytes.
    @Test(arguments: [
        Bytes("CP1252", [0x80, 0x81, 0x93, 0xE9], "€\u{81}“é"), Bytes("CP1251", [0x98, 0xA8], "\u{98}Ё"),
        Bytes("CP1253", [0xC1, 0xAA, 0xD2], "Α\u{FFFD}\u{FFFD}"), Bytes("CP1255", [0xCA], "\u{5BA}"),
        Bytes("CP1258", [0x61, 0xD2], "a\u{309}"), Bytes("CP874", [0xA1, 0x80, 0xFC], "ก€\u{FFFD}"),
        Bytes("KOI8-U", [0xAE, 0xBE, 0xA4], "ўЎє"), Bytes("MACINTOSH", [0xDB, 0xC6], "€∆"),
        Bytes("MAC-UK", [0xA2, 0xFF], "Ґ€"),
        Bytes("X-USER-DEFINED", [0x41, 0x80, 0xFF], "A\u{F780}\u{F7FF}"),
        Bytes("ISO-8859-7", [0xA4, 0xC1], "€Α"), Bytes("ISO-8859-15", [0xA4, 0xBD], "€œ"),
        // Korean: the rows that Microsoft added, the euro, what nobody mapped.
        Bytes("CP949", [0x8C, 0x63, 0xC6, 0x52, 0xBF, 0xDC], "똠힣외"), Bytes("CP949", [0xA2, 0xE6], "€"),
        Bytes("CP949", [0xA2, 0xE8, 0xBF, 0xDC], "\u{FFFD}외"),
        Bytes("CP949", [0xC9, 0xA1, 0xBF, 0xDC, 0xB1, 0xB3], "\u{FFFD}외교"),
        Bytes("CP949", [0xBF, 0x3C, 0x62, 0xB1, 0xB3], "\u{FFFD}<b교"),
        Bytes("CP949", [0x41, 0xBF], "A\u{FFFD}"),
        Bytes("CP949", [0xFF, 0x80, 0xBF, 0xDC], "\u{FFFD}\u{FFFD}외"),
        // Japanese: NEC and IBM rows, half-width kana, the wave dash, backslash.
        Bytes("CP932", [0x87, 0x40, 0x87, 0x8A, 0xED, 0x40, 0xFA, 0x5C], "①㈱纊纊"),
        Bytes("CP932", [0x5C, 0x7E, 0x81, 0x60, 0x81, 0x7C, 0xB1], "\\~～－ｱ"),
        Bytes("CP932", [0x82, 0xA0, 0xFD, 0x82, 0x20], "あ\u{FFFD}\u{FFFD} "),
        Bytes("CP932", [0xF0, 0x40], "\u{E000}"),
        Bytes("EUC-JP", [0xAD, 0xA1, 0xAD, 0xEA, 0xF9, 0xA1, 0x8E, 0xB1], "①㈱纊ｱ"),
        Bytes("EUC-JP", [0xA1, 0xC1, 0xA1, 0xDD, 0x5C], "\u{301C}\u{2212}\\"),
        Bytes("EUC-JP", [0x8F, 0xB0, 0xA1, 0xB3, 0xA4], "丂海"),
        Bytes("EUC-JP", [0xB3, 0x3C, 0x8F, 0xB3, 0x41], "\u{FFFD}<\u{FFFD}A"),
        Bytes(
            "ISO-2022-JP", [0x1B, 0x24, 0x42, 0x2D, 0x21, 0x1B, 0x28, 0x49, 0x31, 0x1B, 0x28, 0x42, 0x41],
            "①ｱA"),
        Bytes("ISO-2022-JP", [0x1B, 0x28, 0x4A, 0x5C, 0x7E], "¥‾"),
        Bytes("ISO-2022-JP", [0x1B, 0x24, 0x42, 0x33, 0x24, 0x0A, 0x41], "海\nA"),
        // Chinese: the euro of Microsoft, four bytes, what became standard characters.
        Bytes("GB18030", [0x80, 0x81, 0x40, 0xA2, 0xE3], "€丂€"), Bytes("GB18030", [0xA3, 0xA0], "\u{3000}"),
        Bytes("GB18030", [0x81, 0x39, 0xEE, 0x39, 0x95, 0x32, 0x82, 0x36], "㐀𠀀"),
        Bytes("GB18030", [0x94, 0x39, 0xFC, 0x36, 0x81, 0x30, 0x81, 0x30], "😀\u{80}"),
        Bytes("GB18030", [0xA8, 0xBC, 0xFF, 0xBA, 0xA3], "ḿ\u{FFFD}海"),
        Bytes("GB18030", [0xE3, 0x32, 0x9A, 0x36, 0x41], "\u{FFFD}A"),
        Bytes("BIG5-HKSCS", [0xAE, 0xFC, 0xA3, 0xE1, 0xA1, 0x45, 0xF9, 0xFE], "海€‧▓"),
        Bytes("BIG5-HKSCS", [0x88, 0x62, 0x88, 0xA5, 0x87, 0x40], "Ê̄ê̌䏰"),
        Bytes("BIG5-HKSCS", [0xAE, 0x3C, 0xAE, 0xFC], "\u{FFFD}<海"),
        // Wide ones: lone surrogates and cut ends do not shift what follows.
        Bytes("UTF-16LE", [0x3D, 0xD8, 0x41, 0x00, 0x3D, 0xD8, 0x00, 0xDE, 0x42], "\u{FFFD}A😀\u{FFFD}"),
        Bytes("UTF-16BE", [0xDC, 0x00, 0xAC, 0x00], "\u{FFFD}가"),
        Bytes("UTF-32BE", [0, 0x11, 0, 0, 0, 0, 0xAC, 0], "\u{FFFD}가"),
        Bytes(
            "UTF-8", [0x41, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0x42], "A\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}B"),
        Bytes(
            "UTF-8", [0xEF, 0xBF, 0xBE, 0xEF, 0xBF, 0xBD, 0xF0, 0x9F, 0x98, 0x41], "\u{FFFD}\u{FFFD}\u{FFFD}A"
        ),
    ])
    func `bytes are read as browsers read them`(_ test: Bytes) throws {
        let text = try #require(CharsetText.utf8(from: test.bytes, charset: test.charset))
        #expect(
            Array(String(decoding: text.bytes, as: UTF8.self).unicodeScalars)
                == Array(test.text.unicodeScalars))
    }
}
