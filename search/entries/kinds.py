"""The kinds that the search finds with their labels: registered page types, and organisations."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.content.registry import searchable_types

# Rows of the directory, not pages: they stand in no registry of page types.
ORGANISATION = "organisation"


def kind_labels() -> Mapping[str, str | Promise]:
    """What one thing of each kind is called, in the order in which kinds are listed."""
    return {kind: model.kind_label for kind, model in searchable_types().items()} | {
        ORGANISATION: _("Organisation")
    }


def kind_labels_plural() -> Mapping[str, str | Promise]:
    """What several things of each kind are called, in the same order."""
    return {kind: model.kind_label_plural for kind, model in searchable_types().items()} | {
        ORGANISATION: _("Organisations")
    }
