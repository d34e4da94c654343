"""Sends to servers of others what waits for them: one request at a time to each, several servers at once."""
