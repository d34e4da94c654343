"""Sign-up to events."""
