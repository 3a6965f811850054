"""The library: everything that was read, kept in one SQLite file or in PostgreSQL; ``open.open_library`` opens it."""
