"""The kinds that the search finds with their labels: registered page types, and organisations."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.content.registry import searchable_types

# Organisations are rows of the directory, not pages, so no registered page type stands for them.
ORGANISATION = "organisation"


def kind_labels() -> Mapping[str, str | Promise]:
    """Returns the singular label of each kind ("Organisation"), in the order in which kinds are listed."""
    return {kind: model.kind_label for kind, model in searchable_types().items()} | {
        ORGANISATION: _("Organisation")
    }


def kind_labels_plural() -> Mapping[str, str | Promise]:
    """Returns the plural label of each kind ("Organisations"), in the order of `kind_labels`."""
    return {kind: model.kind_label_plural for kind, model in searchable_types().items()} | {
        ORGANISATION: _("Organisations")
    }
