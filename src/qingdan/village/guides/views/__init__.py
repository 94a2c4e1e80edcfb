"""The room's pages: for residents, for those who keep guides, for offices."""
