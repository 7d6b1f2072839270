import Platform

// Before any thread starts: signals are held back for the daemon to take, and one arena keeps memory small.
Signals.prepare()
Memory.limitArenas()
Main.start()
Signals.park()
