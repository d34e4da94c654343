"""The search engine in PostgreSQL."""
