"""What crosses rooms: arrows, permissions, browser stories, scripts, five policies."""
