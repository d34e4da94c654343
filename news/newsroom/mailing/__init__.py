"""Releases by mail: audience, message, delivery, links, bounces, and their admin screens."""
