"""Wagtail hooks of this room, each set in a module of its own."""

from clusters.localize import hooks as localize_hooks  # noqa: F401
