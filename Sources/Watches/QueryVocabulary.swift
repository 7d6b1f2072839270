/// The words of the query language, for the manual.
package enum QueryVocabulary {
    /// Names of what is known of an item or its story, `source` say.
    package static let fields = MetaTerm.Field.allCases.map(\.rawValue)
}
