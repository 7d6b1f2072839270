import Platform

// Measures each case in one process and prints one table. A word on the command line chooses cases by name.
Memory.limitArenas()
await Table.print(only: CommandLine.arguments.dropFirst().first)
