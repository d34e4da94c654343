"""The state of each translation: missing, machine, stale or fresh."""
