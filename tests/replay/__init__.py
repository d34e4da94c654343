"""A day of visits replayed at speed against the site behind nginx: `make replay`."""
