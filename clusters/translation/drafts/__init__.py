"""Makes and keeps the draft of a translation."""
