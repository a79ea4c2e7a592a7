"""Keeps stories: SQLite by default, PostgreSQL when it grows."""
