import Glibc

/// How many files and connections the process may have open.
package enum OpenFiles {
    /// The limit that counts now. The corresponding C function is `getrlimit(2)`.
    package static var limit: Int { Int(clamping: limits?.rlim_cur ?? fallback) }

    /// How many more the process may open, counted now: whoever started it may have left it some open.
    ///
    /// The corresponding C function is `readdir(3)` on `/proc/self/fd`; where that is not there, none counts as open.
    package static var free: Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { return limit }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // Two of them are the folder and the one above it, one is how we look.
        return max(0, limit - (count - 3))
    }

    /// Raises the limit to `wanted`, or as far as the system allows; it is never lowered.
    ///
    /// The corresponding C function is `setrlimit(2)`.
    package static func raise(to wanted: Int) {
        guard var limits, limits.rlim_cur < rlim_t(wanted) else { return }
        limits.rlim_cur = min(rlim_t(wanted), limits.rlim_max)
        unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    /// Whether the process may open another file now. The corresponding C function is `open(2)`.
    package static var isOneFree: Bool {
        let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return ![EMFILE, ENFILE].contains(errno) }
        close(descriptor)
        return true
    }

    private static let fallback: rlim_t = 256

    private static var limits: rlimit? {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return nil }
        return limits
    }
}
