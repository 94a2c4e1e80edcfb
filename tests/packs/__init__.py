"""The library's packs, asked as a village would ask: read, compiled, decided, without a database."""
