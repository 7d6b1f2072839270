import Platform

// Signals are held back before any thread starts, so that TERM ends the server in an orderly way.
Signals.prepare()
await NewsroomCommand.run(Array(CommandLine.arguments.dropFirst()))
