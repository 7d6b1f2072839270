import Model

extension AliasTable {
    /// The lists called `names` alone, with what they take from others put in.
    ///
    /// Lists that there are not, and those with errors, are left out.
    package func limited(to names: Set<String>) -> AliasTable {
        let known = self.names.filter { names.contains($0) && !isBroken($0) }
        let settings = known.map { AliasSettings(name: $0, names: wholeEntries(of: $0)) }
        return AliasTable.reading(settings).table
    }

    /// The entries of `name` as written, those of lists within in place of their names; none of a list with errors.
    package func wholeEntries(of name: String) -> [String] {
        // A list that contains itself is one of those.
        guard !isBroken(name) else { return [] }
        return (entries(of: name) ?? []).flatMap { entry in
            let entry = String(entry.drop { $0 == " " })
            return entry.hasPrefix("@") ? wholeEntries(of: String(entry.dropFirst())) : [entry]
        }
    }
}
