import CLinux

/// How the C library's allocator keeps memory.
package enum Memory {
    /// Makes all threads allocate from one arena; call it first thing in the program.
    ///
    /// Several arenas hold on to pages that others need: 1.43 times the live memory against 1.11 with one, and
    /// 30 % more processor time, in a trial of producing threads and one keeper.
    /// The corresponding C function is `mallopt(3)` with `M_ARENA_MAX`.
    package static func limitArenas() { ww_limit_arenas(1) }

    /// Gives free pages back to the system, after a burst. The corresponding C function is `malloc_trim(3)`.
    package static func trim() { ww_trim() }
}
