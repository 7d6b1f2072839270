import CBuild

/// What is known of how the program was built.
package enum Build {
    /// The commit, abbreviated, with `-dirty` where files differed from it; `nil` where whoever built did not say.
    package static var commit: String? {
        let commit = unsafe String(cString: ww_commit())
        return commit.isEmpty ? nil : commit
    }
}
