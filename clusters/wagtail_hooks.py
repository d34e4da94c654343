"""Wagtail hooks of this app; each group is in a module of its own."""

from clusters import admin_hooks  # noqa: F401  # first: its policies are registered before anything asks for one
from clusters.translation.hooks import pages  # noqa: F401  # before the others: they add to its screens

# isort: split
from clusters.translation.hooks import dashboard, drafts, exchange, glossary  # noqa: F401
