"""Webhooks of partners, told by a real server that misbehaves as told."""
