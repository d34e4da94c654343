"""Wagtail hooks of this room, each set in a module of its own."""

from clusters import admin_hooks  # noqa: F401  # first: its policies are registered before anything asks for one
from clusters.translation import hooks as localize_hooks  # noqa: F401
from clusters.translation.dashboard import hooks as report_hooks  # noqa: F401
from clusters.translation.drafts import hooks as localize_safe_hooks  # noqa: F401
from clusters.translation.exchange import hooks as files_hooks  # noqa: F401
from clusters.translation.glossary import hooks  # noqa: F401
