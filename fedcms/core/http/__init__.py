"""Middleware for every request and response: compression, conditional GET, refused addresses."""
