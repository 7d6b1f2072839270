/// What two words of a date together mean.
enum DatePair {
    case month(Int)
    case weekday(Int)
    case era
}

extension DateNames {
    /// Names of two words, or of two letters with full stops, by the first and then the second.
    static let pairs: [String: [String: DatePair]] = {
        var result: [String: [String: DatePair]] = [:]
        func add(_ names: String, _ value: (Int) -> DatePair) {
            for (index, name) in names.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
                let words = name.split(separator: " ")
                guard words.count == 2 else { continue }
                result[String(words[0]), default: [:]][String(words[1])] = value(index)
            }
        }
        add("ม ค,ก พ,มี ค,เม ย,พ ค,มิ ย,ก ค,ส ค,ก ย,ต ค,พ ย,ธ ค") { .month($0 + 1) }
        add("كانون الثاني,,,,,,,,,تشرين الأول,تشرين الثاني,كانون الأول") { .month($0 + 1) }
        add("كانون ثاني,,,,,,,,,تشرين الاول,تشرين الثاني,كانون الاول") { .month($0 + 1) }
        add("chủ nhật,thứ hai,thứ ba,thứ tư,thứ năm,thứ sáu,thứ bảy") { .weekday($0) }
        add("พ ศ,ค ศ") { _ in .era }
        return result
    }()
}
