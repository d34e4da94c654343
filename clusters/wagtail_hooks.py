"""Wagtail hooks of this room, each set in a module of its own."""

from clusters import admin_hooks  # noqa: F401  # first: its policies are registered before anything asks for one
from clusters.localize import glossary_hooks  # noqa: F401
from clusters.localize import hooks as localize_hooks  # noqa: F401
from clusters.localize import safe_hooks as localize_safe_hooks  # noqa: F401
from clusters.localize.files import hooks as files_hooks  # noqa: F401
from clusters.localize.report import hooks as report_hooks  # noqa: F401
