/// HTML's named characters.
///
/// All of HTML 4 and those further ones of HTML 5 that turn up in feeds.
/// - Source: https://html.spec.whatwg.org/multipage/named-characters.html
package enum HTMLEntities {
    /// The scalar that `name` (without ampersand and semicolon) stands for.
    package static func scalar(named name: some Collection<UInt8>) -> UInt32? {
        guard let key = key(name) else { return nil }
        return table[key]
    }

    /// The scalar that the reference at `index`, where an ampersand stands, is for, and how many bytes it takes.
    ///
    /// `nil` where the ampersand is text. Reads numbers, names, and the old names without a semicolon as HTML 5 does;
    /// the scalar may be one that is none (a surrogate).
    package static func reference(in source: [UInt8], at index: Int) -> (scalar: UInt32, length: Int)? {
        var end = index + 1
        guard end < source.count else { return nil }
        if source[end] == 0x23 { return number(in: source, at: index) }
        while end < source.count, end - index <= 32, isLetter(source[end]) || isDigit(source[end]) {
            end += 1
        }
        if end < source.count, source[end] == 0x3B, let scalar = scalar(named: source[(index + 1)..<end]) {
            return (scalar, end + 1 - index)
        }
        // Without a semicolon, browsers take the longest of the old names.
        var length = min(end - index - 1, 6)
        while length >= 2 {
            if let scalar = scalar(named: source[(index + 1)..<(index + 1 + length)]), isLegacy(scalar) {
                return (scalar, length + 1)
            }
            length -= 1
        }
        return nil
    }

    private static func number(in source: [UInt8], at index: Int) -> (scalar: UInt32, length: Int)? {
        var position = index + 2
        let isHexadecimal = position < source.count && source[position] | 0x20 == 0x78
        if isHexadecimal { position += 1 }
        let start = position
        var value: UInt32 = 0
        while position < source.count, let digit = digit(source[position], isHexadecimal) {
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x110000)
            position += 1
        }
        guard position > start else { return nil }
        if position < source.count, source[position] == 0x3B { position += 1 }
        if value >= 0x80, value < 0xA0 { value = UInt32(windows1252[Int(value - 0x80)]) }
        return (value == 0 ? 0xFFFD : value, position - index)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46 where isHexadecimal: UInt32(byte - 0x37)
        case 0x61...0x66 where isHexadecimal: UInt32(byte - 0x57)
        default: nil
        }
    }

    /// Whether browsers read `name` without a semicolon: Latin-1 letters and signs, and the four of XML.
    static func isLegacy(_ scalar: UInt32) -> Bool {
        scalar >= 0xA0 && scalar <= 0xFF || scalar == 0x26 || scalar == 0x3C || scalar == 0x3E
            || scalar == 0x22
    }

    /// Up to eight bytes of a name in one number; no name in the table is longer.
    private static func key(_ name: some Collection<UInt8>) -> UInt64? {
        guard name.count <= 8, !name.isEmpty else { return nil }
        return name.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static let table: [UInt64: UInt32] = {
        var table: [UInt64: UInt32] = [:]
        let words = names.split { $0 == " " || $0 == "\n" }
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            if let key = key(words[index].utf8), let scalar = UInt32(words[index + 1], radix: 16) {
                table[key] = scalar
            }
        }
        return table
    }()

    /// Name, scalar in hexadecimal, and so on.
    private static let names = """
        AElig c6 AMP 26 Aacute c1 Abreve 102 Acirc c2 Agrave c0 Alpha 391 Amacr 100 Aogon 104 Aring c5
        Atilde c3 Auml c4 Beta 392 COPY a9 Cacute 106 Ccaron 10c Ccedil c7 Chi 3a7 Dagger 2021 Dcaron 10e
        Delta 394 Dstrok 110 ETH d0 Eacute c9 Ecaron 11a Ecirc ca Egrave c8 Emacr 112 Eogon 118 Epsilon 395
        Eta 397 Euml cb GT 3e Gamma 393 Gbreve 11e Hat 5e Hstrok 126 Iacute cd Icirc ce Idot 130 Igrave cc
        Imacr 12a Iogon 12e Iota 399 Iuml cf Kappa 39a LT 3c Lacute 139 Lambda 39b Lcaron 13d Lstrok 141
        Mu 39c Nacute 143 Ncaron 147 NewLine a Ntilde d1 Nu 39d OElig 152 Oacute d3 Ocirc d4 Odblac 150
        Ograve d2 Omacr 14c Omega 3a9 Omicron 39f Oslash d8 Otilde d5 Ouml d6 Phi 3a6 Pi 3a0 Prime 2033
        Psi 3a8 QUOT 22 REG ae Racute 154 Rcaron 158 Rho 3a1 Sacute 15a Scaron 160 Scedil 15e Sigma 3a3
        THORN de Tab 9 Tau 3a4 Tcaron 164 Tcedil 162 Theta 398 Uacute da Ubreve 16c Ucirc db Udblac 170
        Ugrave d9 Umacr 16a Upsilon 3a5 Uring 16e Uuml dc Xi 39e Yacute dd Yuml 178 Zacute 179 Zdot 17b
        Zeta 396 aacute e1 abreve 103 acirc e2 acute b4 aelig e6 agrave e0 alefsym 2135 alpha 3b1 amacr 101
        amp 26 and 2227 ang 2220 aogon 105 apos 27 aring e5 ast 2a asymp 2248 atilde e3 auml e4 bdquo 201e
        beta 3b2 bigstar 2605 breve 2d8 brvbar a6 bsol 5c bull 2022 bullet 2022 cacute 107 cap 2229
        caron 2c7 ccaron 10d ccedil e7 cedil b8 cent a2 check 2713 chi 3c7 circ 2c6 clubs 2663 colon 3a
        comma 2c commat 40 cong 2245 copy a9 copysr 2117 crarr 21b5 cross 2717 cup 222a curren a4 dArr 21d3
        dagger 2020 darr 2193 dash 2010 dcaron 10f deg b0 delta 3b4 diams 2666 divide f7 dollar 24 dot 2d9
        dstrok 111 eacute e9 ecaron 11b ecirc ea egrave e8 emacr 113 empty 2205 emsp 2003 emsp13 2004
        emsp14 2005 ensp 2002 eogon 119 epsilon 3b5 equals 3d equiv 2261 eta 3b7 eth f0 euml eb euro 20ac
        excl 21 exist 2203 female 2640 flat 266d fnof 192 forall 2200 frac12 bd frac13 2153 frac14 bc
        frac15 2155 frac18 215b frac23 2154 frac34 be frasl 2044 gamma 3b3 gbreve 11f ge 2265 grave 60 gt 3e
        hArr 21d4 hairsp 200a half bd harr 2194 hearts 2665 hellip 2026 horbar 2015 hstrok 127 hyphen 2010
        iacute ed icirc ee iexcl a1 igrave ec imacr 12b image 2111 incare 2105 infin 221e inodot 131
        int 222b iogon 12f iota 3b9 iquest bf isin 2208 iuml ef kappa 3ba lArr 21d0 lacute 13a lambda 3bb
        lang 2329 laquo ab larr 2190 lbrace 7b lbrack 5b lcaron 13e lceil 2308 lcub 7b ldquo 201c
        ldquor 201e le 2264 lfloor 230a lowast 2217 lowbar 5f loz 25ca lpar 28 lrm 200e lsaquo 2039 lsqb 5b
        lsquo 2018 lsquor 201a lstrok 142 lt 3c macr af male 2642 mdash 2014 micro b5 middot b7 minus 2212
        mldr 2026 mu 3bc nabla 2207 nacute 144 natural 266e nbsp a0 ncaron 148 ndash 2013 ne 2260 ni 220b
        nldr 2025 not ac notin 2209 nsub 2284 ntilde f1 nu 3bd num 23 numsp 2007 oacute f3 ocirc f4
        odblac 151 oelig 153 ogon 2db ograve f2 oline 203e omacr 14d omega 3c9 omicron 3bf oplus 2295
        or 2228 ordf aa ordm ba oslash f8 otilde f5 otimes 2297 ouml f6 para b6 part 2202 percnt 25
        period 2e permil 2030 perp 22a5 phi 3c6 phone 260e pi 3c0 piv 3d6 plus 2b plusmn b1 pound a3
        prime 2032 prod 220f prop 221d psi 3c8 puncsp 2008 quest 3f quot 22 rArr 21d2 racute 155 radic 221a
        rang 232a raquo bb rarr 2192 rbrace 7d rbrack 5d rcaron 159 rceil 2309 rcub 7d rdquo 201d
        rdquor 201d real 211c reg ae rfloor 230b rho 3c1 ring 2da rlm 200f rpar 29 rsaquo 203a rsqb 5d
        rsquo 2019 rsquor 2019 sacute 15b sbquo 201a scaron 161 scedil 15f sdot 22c5 sect a7 semi 3b
        sharp 266f shy ad sigma 3c3 sigmaf 3c2 sim 223c sol 2f spades 2660 star 2606 starf 2605 sub 2282
        sube 2286 sum 2211 sung 266a sup 2283 sup1 b9 sup2 b2 sup3 b3 supe 2287 szlig df target 2316 tau 3c4
        tcaron 165 tcedil 163 there4 2234 theta 3b8 thetasym 3d1 thinsp 2009 thorn fe tilde 2dc times d7
        trade 2122 uArr 21d1 uacute fa uarr 2191 ubreve 16d ucirc fb udblac 171 ugrave f9 umacr 16b uml a8
        upsih 3d2 upsilon 3c5 uring 16f uuml fc verbar 7c vert 7c weierp 2118 xi 3be yacute fd yen a5
        yuml ff zacute 17a zdot 17c zeta 3b6 zwj 200d zwnj 200c
        """

    /// What browsers read for references to the C1 controls, which are those of windows-1252.
    package static let windows1252: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
        0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
