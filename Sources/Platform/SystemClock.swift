import CLinux
import Glibc

/// The machine's clocks; read by drivers, which hand the moment down as an argument.
package enum SystemClock {
    /// Milliseconds since the start of 1970, UTC. It jumps when somebody sets the clock.
    package static func now() -> Int64 { read(CLOCK_REALTIME) / 1000 }

    /// Milliseconds since some moment in the past; never goes back, and stands still in suspend.
    package static func monotonicMilliseconds() -> Int64 { read(CLOCK_MONOTONIC) / 1000 }

    /// Microseconds of the same clock, which the service manager asks for at a reload.
    package static func monotonicMicroseconds() -> Int64 { read(CLOCK_MONOTONIC) }

    /// Microseconds of processor time that this process has used.
    package static func processorMicroseconds() -> Int64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// The corresponding C function is `clock_gettime(2)`, which cannot fail for these clocks.
    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
