"""Colours, placeholder covers and static files."""
