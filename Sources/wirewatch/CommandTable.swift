/// All commands, in the order in which help and the manual list them.
enum CommandTable {
    static let groups: [(title: String, commands: [CommandSpec])] = [
        (
            "Reading",
            [
                DigestCommand.spec, StoriesCommand.list, StoriesCommand.one, SearchCommand.spec,
                AlertsCommand.list,
                AlertsCommand.why, TailCommand.spec,
            ]
        ),
        (
            "Alerts",
            [AlertsCommand.resend, SilenceCommand.add, SilenceCommand.list, SilenceCommand.expire]
        ),
        (
            "Watches, names and routes",
            [
                WatchListCommand.spec, WatchTestCommand.spec, WatchBackfillCommand.spec, WatchCommand.explain,
                AliasCommand.list, AliasCommand.test, RouteCommand.list,
                RouteCommand.test,
            ]
        ),
        ("Stories that the engine got wrong", [RulingCommand.merge, RulingCommand.split]),
        (
            "Feeds",
            [
                FeedsCommand.spec, FeedProbeCommand.spec, FeedAddCommand.spec, FeedRetryCommand.spec,
                OPMLCommand.importing, OPMLCommand.exporting,
            ]
        ),
        (
            "Running it",
            [
                RunCommand.spec, StatusCommand.spec, CheckCommand.spec, ConfigShowCommand.spec,
                BackupCommand.backup, BackupCommand.restore,
            ]
        ),
        (
            "Trying and scripting",
            [
                ParseCommand.spec, ClusterCommand.spec, ManCommand.spec, CompletionCommand.spec,
            ]
        ),
    ]

    static let all: [CommandSpec] = groups.flatMap(\.commands)
}
