import Model
import Platform

/// Reads a configuration from its files.
package enum ConfigurationFile {
    /// The configuration of `path` and everything that it includes.
    ///
    /// - Throws: every problem, warnings among them, where one of them is an error.
    package static func load(
        _ path: String, checks: ConfigurationChecks
    ) throws(ConfigurationErrors) -> Configuration {
        var sources = ConfigurationSources()
        sources.read(path, from: nil)
        return try configuration(sources, file: path, checks: checks)
    }

    /// The configuration that `text` is, as if it stood in `file`.
    package static func load(
        text: String, file: String, checks: ConfigurationChecks
    ) throws(ConfigurationErrors) -> Configuration {
        var sources = ConfigurationSources()
        sources.take(text, file: file)
        return try configuration(sources, file: file, checks: checks)
    }

    private static func configuration(
        _ sources: ConfigurationSources, file: String, checks: ConfigurationChecks
    ) throws(ConfigurationErrors) -> Configuration {
        var builder = ConfigurationBuilder(checks: checks, firstFile: file)
        builder.problems = sources.problems
        // What a file that cannot be read would hold is not missing.
        if !sources.files.isEmpty { builder.read(sources.sections) }
        Secrets.warn(sources, &builder)
        let problems = ConfigurationErrors.ordered(builder.problems, files: sources.files)
        guard !problems.contains(where: { $0.severity == .error }) else {
            throw ConfigurationErrors(problems)
        }
        return Configuration(
            daemon: builder.daemon, feeds: builder.feeds, aliases: builder.aliases, watches: builder.watches,
            feedWatches: builder.feedWatches,
            routes: builder.routes, mail: builder.mail, digests: builder.digests, warnings: problems,
            sections: sources.sections, listed: builder.listed)
    }

    /// `path` as seen from the folder of `file`.
    static func path(_ path: String, relativeTo file: String) -> String {
        folder(for: path, relativeTo: file) + path
    }

    /// What stands before a relative `path` in `file`: the folder of that, with its slash.
    static func folder(for path: String, relativeTo file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return "" }
        return String(file[...slash])
    }
}
