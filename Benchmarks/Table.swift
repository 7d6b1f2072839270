import Glibc
import Platform

/// The table that `make bench` prints.
enum Table {
    static func print(only word: String?, feeds folder: String?) async {
        do {
            try write(
                "case".filled(36) + "µs/unit".ahead(12) + "MB/s".ahead(9) + "runs".ahead(7) + "  unit\n")
            var all: [Measurement] = []
            for one in try FeedCases.all(folder: folder) + Cases.all()
            where word.map({ one.name.contains($0) }) ?? true {
                let measured = try await Measurement.of(one)
                all.append(measured)
                let speed = measured.megabytesPerSecond.map { decimal($0) } ?? "-"
                try write(
                    measured.name.filled(36) + decimal(measured.microsecondsPerItem).ahead(12)
                        + speed.ahead(9)
                        + String(measured.runs).ahead(7) + "  \(measured.unit)\n")
                if let remark = await one.remark?() { try write("    \(remark)\n") }
            }
            if let summary = FeedCases.summary(of: all) { try write(summary + "\n") }
        } catch {
            _ = try? StandardStreams.write("benchmarks: \(error)\n", to: .error)
            exit(1)
        }
    }

    private static func write(_ text: String) throws { _ = try StandardStreams.write(text, to: .output) }

    private static func decimal(_ value: Double) -> String {
        let hundredths = Int(value * 100 + 0.5)
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

extension String {
    fileprivate func filled(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
    fileprivate func ahead(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
