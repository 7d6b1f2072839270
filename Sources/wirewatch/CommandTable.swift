/// All commands, in the order in which help lists them.
enum CommandTable {
    static let all: [CommandSpec] = [
        RunCommand.spec, DigestCommand.spec, SearchCommand.spec, StoriesCommand.list, StoriesCommand.one,
        AlertsCommand.list, AlertsCommand.why, WatchCommand.explain, FeedsCommand.spec, FeedProbeCommand.spec,
        FeedRetryCommand.spec,
        CheckCommand.spec,
        ConfigShowCommand.spec,
        ParseCommand.spec, ClusterCommand.spec, StatusCommand.spec, StatusCommand.backup,
    ]
}
