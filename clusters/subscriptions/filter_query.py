"""Writes and reads the filters with which a page leads to the form: kinds, clusters, topics, countries of missions."""

from collections.abc import Iterable

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from clusters.content.subscriptions import FEDERATION as FEDERATION_SLUG
from clusters.content.subscriptions import SubscriptionScope

__all__ = ["FEDERATION_SLUG", "PARAMETERS", "filters_of", "form_address"]

PARAMETERS = {"kinds": "kind", "clusters": "cluster", "topics": "topic", "countries": "country"}
"""By field of the form, the parameter of its address."""
MOST_VALUES = 50


def form_address(scope: SubscriptionScope) -> str:
    """Returns the path of the form with what a page shows already chosen, in the active language. No query."""
    owner = scope.cluster.slug if scope.cluster else FEDERATION_SLUG if scope.is_federations_own else ""
    chosen: list[tuple[str, Iterable[str]]] = [
        ("kind", scope.kinds if scope.kind else ()),
        ("cluster", [owner] if owner else ()),
        ("topic", [scope.topic] if scope.topic else ()),
    ]
    query = urlencode([(name, value) for name, values in chosen for value in values])
    return f"{reverse('subscribe')}{'?' if query else ''}{query}"


def filters_of(query: QueryDict) -> dict[str, list[str]]:
    """Returns the values of the form's fields that an address chooses; the form knows which of them there are."""
    return {
        name: list(dict.fromkeys(query.getlist(parameter)))[:MOST_VALUES]
        for name, parameter in PARAMETERS.items()
    }
