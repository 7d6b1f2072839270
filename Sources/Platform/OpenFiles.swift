import Glibc

/// How many files and connections the process may have open.
package enum OpenFiles {
    /// The limit that counts now. The corresponding C function is `getrlimit(2)`.
    package static var limit: Int { Int(clamping: limits?.rlim_cur ?? fallback) }

    /// Raises the limit to `wanted`, or as far as the system allows; it is never lowered.
    ///
    /// The corresponding C function is `setrlimit(2)`.
    package static func raise(to wanted: Int) {
        guard var limits, limits.rlim_cur < rlim_t(wanted) else { return }
        limits.rlim_cur = min(rlim_t(wanted), limits.rlim_max)
        unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    private static let fallback: rlim_t = 256

    private static var limits: rlimit? {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return nil }
        return limits
    }
}
