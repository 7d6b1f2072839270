import Platform

// Signals are held back before any thread starts, so that TERM ends the server in an orderly way.
Signals.prepare()
NewsroomCommand.start(Array(CommandLine.arguments.dropFirst()))
Signals.park()
