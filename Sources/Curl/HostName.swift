import CIDN

/// Names of hosts as DNS knows them.
///
/// libcurl would read a name in the character set of the process's locale, which a daemon has none of.
enum HostName {
    /// `name` in ASCII: `xn--e1afmkfd.test` for `пример.test`. `nil` for what can be no name.
    ///
    /// The corresponding C function is `idn2_to_ascii_8z`.
    /// - Source: RFC 5891; UTS 46, nontransitional.
    static func ascii(_ name: String) -> String? {
        if HeaderText.isPlain(name) { return name }
        guard let ascii = unsafe ww_idn_ascii(name) else { return nil }
        defer { unsafe idn2_free(ascii) }
        return unsafe String(cString: ascii)
    }
}
