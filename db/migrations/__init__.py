"""The steps from one schema to the next; each runs on SQLite and on PostgreSQL."""
