extension DateReader {
    /// One number and nothing else: seconds or milliseconds since 1970, or a date without separators.
    static func readSolid(_ value: Int, digits: Int) -> DateReading? {
        var fields = DateFields()
        switch digits {
        case 9, 10: return readSolid(value * 1000, digits: 13)
        case 13: return value < lastMilliseconds ? DateReading(milliseconds: Int64(value)) : nil
        case 7:
            fields.year = value / 1000
            fields.month = 1
            fields.day = 1
            guard let start = milliseconds(fields), value % 1000 >= 1, value % 1000 <= 366 else {
                return nil
            }
            return DateReading(milliseconds: start + Int64(value % 1000 - 1) * 86_400_000, assumedZone: "UTC")
        case 8: setDay(value, of: &fields)
        case 12:
            setDay(value / 10000, of: &fields)
            fields.hour = value / 100 % 100
            fields.minute = value % 100
        case 14:
            setDay(value / 1_000_000, of: &fields)
            fields.hour = value / 10000 % 100
            fields.minute = value / 100 % 100
            fields.second = value % 100
        default: return nil
        }
        return milliseconds(fields).map { DateReading(milliseconds: $0, assumedZone: "UTC") }
    }

    /// The end of 2200, as for all other forms.
    private static let lastMilliseconds = 7_289_654_400_000

    static func setDay(_ value: Int, of fields: inout DateFields) {
        fields.year = value / 10000
        fields.month = value / 100 % 100
        fields.day = value % 100
    }
}
