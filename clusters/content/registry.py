"""The registry of content page types: how search, the home page, listings and feeds find content.

Each room registers its types in `AppConfig.ready`; whoever lists content reads kinds, labels and listings here,
and never imports the room.
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise

from clusters.models.content_page import ContentPage
from fedcms.core.models.base_page import BasePage

_types: dict[str, type[ContentPage]] = {}
_other_types: dict[str, type[BasePage]] = {}


def register_content_type(model: type[ContentPage]) -> None:
    """Makes a kind known. Raises `ValueError` when its `kind` is empty or taken by another class."""
    if not model.kind or _types.get(model.kind, model) is not model:
        raise ValueError(f"{model.__name__}: its kind {model.kind!r} is empty or already taken.")
    _types[model.kind] = model


def register_searchable_type(model: type[BasePage]) -> None:
    """Makes a page type that is no content (a cluster's page, a standard page) known to the federated search.

    The class says its `kind`, `kind_label` and `kind_label_plural`. Raises `ValueError` as `register_content_type`.
    """
    if not model.kind or _other_types.get(model.kind, model) is not model or model.kind in _types:
        raise ValueError(f"{model.__name__}: its kind {model.kind!r} is empty or already taken.")
    _other_types[model.kind] = model


def searchable_types() -> dict[str, type[BasePage]]:
    """What the federated search covers: content first, then the other types, by kind."""
    return {**_types, **_other_types}


def content_types() -> dict[str, type[ContentPage]]:
    """Registered classes by kind, in the order of registration."""
    return dict(_types)


def kind_choices(kinds: Iterable[str] | None = None) -> list[tuple[str, str | Promise]]:
    """Key and label of each kind, for filters."""
    wanted = set(_types if kinds is None else kinds)
    return [(kind, model.kind_label_plural) for kind, model in _types.items() if kind in wanted]


def content_type_ids(*kinds: str) -> list[int]:
    """Primary keys of Django's content types of the kinds (all when none is named), from its cache."""
    models = [_types[kind] for kind in (kinds or tuple(_types))]
    return [ct.pk for ct in ContentType.objects.get_for_models(*models).values()]


def class_of_type(content_type_id: int) -> type[ContentPage]:
    """The kind's class by the primary key of Django's content type; no query after the first."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return model if model is not None and issubclass(model, ContentPage) else ContentPage
