extension Duration {
    /// The span in the largest unit that it is a whole number of: `24 h`, `90 min`, `30 s`, `50 ms`.
    package var inWords: String {
        for (unit, length) in [("h", Duration.hours(1)), ("min", .minutes(1)), ("s", .seconds(1))]
        where milliseconds != 0 && milliseconds % length.milliseconds == 0 {
            return "\(milliseconds / length.milliseconds) \(unit)"
        }
        return "\(milliseconds) ms"
    }
}
