import Model
import Text

/// What holds of every text that may be a date.
enum DateProperties {
    static func fault(in input: [UInt8]) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        guard let reading = DateReader.read(text) else { return nil }
        let moment = Timestamp(milliseconds: reading.milliseconds)
        let written = CivilTime.rfc3339(moment)
        let again = DateReader.read(written)
        return firstFault(
            (range.contains(reading.milliseconds), "a moment outside of three centuries"),
            (
                again.map { Timestamp(milliseconds: $0.milliseconds).seconds } == moment.seconds,
                "\(written) is not read back"
            ),
            (text.utf8.count > 150 || DateReader.read(" \(text)\n") == reading, "blanks around it matter"))
    }

    /// 1 January 1900 to the end of 2200, and a day for the zones.
    private static let range =
        -2_208_988_800_000 - 86_400_000...7_289_654_400_000 + 86_400_000 as ClosedRange<Int64>
}
