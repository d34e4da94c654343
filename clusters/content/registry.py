"""The registry of content page types: how search, the home page, listings and feeds find content.

Each app registers its types in `AppConfig.ready`; code that lists content reads kinds, labels and listings here, and
never imports the app.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.functional import Promise

from clusters.models.content_page import ContentPage
from clusters.models.kinds import classes_by_kind
from clusters.models.listing_group import ListingGroup
from fedcms.core.models.base_page import BasePage

_other_types: dict[str, type[BasePage]] = {}
_key_page_types: list[type[BasePage]] = []


def register_content_type(model: type[ContentPage]) -> None:
    """Registers a kind. Raises `ValueError` when its `kind` is empty or taken by another class."""
    if not model.kind or classes_by_kind.get(model.kind, model) is not model:
        raise ValueError(f"{model.__name__}: its kind {model.kind!r} is empty or already taken.")
    classes_by_kind[model.kind] = model


def register_searchable_type(model: type[BasePage]) -> None:
    """Registers a page type that is no content (a cluster's page, a standard page) for the federated search.

    The class has `kind`, `kind_label` and `kind_label_plural`. Raises `ValueError` as `register_content_type` does.
    """
    if not model.kind or _other_types.get(model.kind, model) is not model or model.kind in classes_by_kind:
        raise ValueError(f"{model.__name__}: its kind {model.kind!r} is empty or already taken.")
    _other_types[model.kind] = model


def register_key_page_type(model: type[BasePage]) -> None:
    """Registers a page type that people look for by its name (contact, agenda, charter), for the federated search.

    It is found under the kind that its `search_kind` names. Raises `ValueError` when it names none.
    """
    if not model.search_kind:
        raise ValueError(f"{model.__name__} has no search_kind.")
    if model not in _key_page_types:
        _key_page_types.append(model)


def key_page_types() -> tuple[type[BasePage], ...]:
    """Returns the page types without a kind that people look for by their names."""
    return tuple(_key_page_types)


def searchable_types() -> dict[str, type[BasePage]]:
    """Returns the page types of the federated search that have a kind, by kind: content first, then the other types."""
    return {**classes_by_kind, **_other_types}


def searchable_classes() -> tuple[type[BasePage], ...]:
    """Returns all page types of the federated search, those of key pages last."""
    return (*searchable_types().values(), *_key_page_types)


def content_types() -> dict[str, type[ContentPage]]:
    """Returns the registered classes by kind, in the order of registration."""
    return dict(classes_by_kind)


def kinds_of_group(group: ListingGroup) -> tuple[str, ...]:
    """Returns the kinds of a listing group, in the order of registration."""
    return tuple(kind for kind, model in classes_by_kind.items() if model.listing_group == group)


def kinds_where(is_wanted: Callable[[type[ContentPage]], object]) -> tuple[str, ...]:
    """Returns the kinds for whose class `is_wanted` is true, in the order of registration."""
    return tuple(kind for kind, model in classes_by_kind.items() if is_wanted(model))


def kind_choices(kinds: Iterable[str] | None = None) -> list[tuple[str, str | Promise]]:
    """Returns key and label of each kind, for filters."""
    wanted = set(classes_by_kind if kinds is None else kinds)
    return [(kind, model.kind_label_plural) for kind, model in classes_by_kind.items() if kind in wanted]


def class_of_type(content_type_id: int) -> type[ContentPage]:
    """Returns the class of a kind by the primary key of its content type; no query after the first."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return model if model is not None and issubclass(model, ContentPage) else ContentPage


A_DAY = timedelta(days=1)
"""A margin that is greater than the difference between the clocks of two machines."""


def takes_place(kind: str) -> bool:
    """Returns whether pages of a kind take place at a time of their own; all others are dated by their publication."""
    return classes_by_kind[kind].has_calendar


def is_void() -> Q:
    """Returns the condition on content pages that were announced and do not take place: cancelled, put off."""
    conditions = (model.is_void_in_rows() for model in classes_by_kind.values())
    return reduce(or_, (Q(each) for each in conditions if each is not None), Q(pk__in=[]))
