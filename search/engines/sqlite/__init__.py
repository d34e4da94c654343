"""The search engine in SQLite."""
