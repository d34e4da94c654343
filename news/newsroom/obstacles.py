"""Counts what of a cluster's newsroom prevents its deletion: nobody's data go unseen."""

from django.utils.translation import ngettext

from clusters.models import Cluster
from clusters.sections.removal import Counted, register_obstacle
from news.models import KeyFigure, MediaCoverage, PressContact, Spokesperson


def _count_rows(cluster: Cluster) -> Counted:
    models = (KeyFigure, MediaCoverage, PressContact, Spokesperson)
    total = sum(model._default_manager.filter(cluster=cluster).count() for model in models)
    words = ngettext("%(n)s élément de la salle de presse", "%(n)s éléments de la salle de presse", total)
    return total, words


def register() -> None:
    """Registers the count; called once, from `AppConfig.ready`."""
    register_obstacle("newsroom", _count_rows)
