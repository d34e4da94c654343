"""Who may write what a newsroom shows: each team its own rows (clusters.access.owner_policy)."""

from wagtail.permissions import register_permission_policy

from clusters.access.owner_policy import OwnerPolicy
from news.models import KeyFigure, MediaCoverage, PressContact, Spokesperson

OWNED_ROWS = (MediaCoverage, Spokesperson, PressContact, KeyFigure)


def register_policies() -> None:
    """Registers the policies. Called once, from news.wagtail_hooks, before any view asks."""
    for model in OWNED_ROWS:
        register_permission_policy(model, OwnerPolicy(model))
