/// All commands, in the order in which help lists them.
enum CommandTable {
    static let all: [CommandSpec] = [
        RunCommand.spec, DigestCommand.spec, SearchCommand.spec, StoriesCommand.list, StoriesCommand.one,
        RulingCommand.merge, RulingCommand.split,
        AlertsCommand.list, AlertsCommand.why, WatchListCommand.spec, WatchTestCommand.spec,
        WatchBackfillCommand.spec, WatchCommand.explain, FeedsCommand.spec, FeedProbeCommand.spec,
        FeedRetryCommand.spec,
        RouteCommand.list, RouteCommand.test, CheckCommand.spec,
        ConfigShowCommand.spec, AliasCommand.list, AliasCommand.test,
        ParseCommand.spec, ClusterCommand.spec, StatusCommand.spec, StatusCommand.backup,
    ]
}
