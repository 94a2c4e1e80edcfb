"""The command line: one module a room, each thin over the room's services."""
