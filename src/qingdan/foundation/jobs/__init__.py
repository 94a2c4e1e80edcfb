"""Background jobs: rows with a lease, an attempt and a cursor, so that a killed worker loses nothing."""
