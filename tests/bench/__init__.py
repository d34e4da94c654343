"""`make bench`: what a page costs, on SQLite and on PostgreSQL, in one run."""
