"""Whether a translation is missing, by machine, stale or fresh."""
