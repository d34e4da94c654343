"""Tells whether an anonymous visitor may have a file: its rights let it be shown, and a visible page uses it.

Wagtail's reference index tells which pages and rows use a file, as they are stored (unpublished drafts are not in it).
Rows of registered models (a cluster, an organisation) are visible, all or those that their app names; pages are
checked.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from fedcms.core.page_cache.statements import WATCHED
from fedcms.core.shown_tags import collecting, page_tag, table_tag
from fedcms.core.visibility import visible_q
from fedcms.media.models import RightsMixin

# Only so many uses of a file are checked: if none of them is visible, the file is not, and no visitor waits longer.
MOST_REFERENCES = 500


PublicRows = Callable[[], "models.QuerySet[Any]"]

_public_owners: dict[type[models.Model], PublicRows | None] = {}


def register_public_owner(model: type[models.Model], rows: PublicRows | None = None) -> None:
    """Makes files visible that rows of a model use: a cluster's logo needs no page. Apps call it in `AppConfig.ready`.

    `rows` returns those that are public now; without it all are. Wagtail's reference index follows pages and snippets
    by itself; other models have to be registered with it.
    """
    _public_owners[model] = rows
    ReferenceIndex.register_model(model)


def public_owner_types() -> list[ContentType]:
    """Returns what stands in the reference index for the models of which all rows are public."""
    return [
        ContentType.objects.get_for_model(model) for model, rows in _public_owners.items() if rows is None
    ]


def owner_types() -> list[ContentType]:
    """Returns what stands in the reference index for all models that make files visible, without pages."""
    return [ContentType.objects.get_for_model(model) for model in _public_owners]


def shown_owners(uses: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Returns which uses are by public rows: pairs of content type and key.

    One query for each model that hides some.
    """
    uses = set(uses)
    found: set[tuple[int, str]] = set()
    for model, rows in _public_owners.items():
        base = ContentType.objects.get_for_model(model).pk
        keys = [key for each, key in uses if each == base]
        if keys and rows is not None:
            keys = [str(pk) for pk in rows().filter(pk__in=keys).values_list("pk", flat=True)]
        found |= {(base, key) for key in keys}
    return found


def is_file_visible(item: RightsMixin) -> bool:
    """Returns whether an image or document is visible now. At most four queries."""
    return witness_of(item) is not None


def witness_of(item: RightsMixin) -> frozenset[str] | None:
    """Returns the tags of one page or row that makes an image or document visible; `None` where nothing does.

    As long as nothing drops these tags (`fedcms.core.page_cache`), it stays visible but for the file's own rights:
    Wagtail writes the reference index in the transaction that saves a page. Without any tag where only a row makes it
    visible that no tag stands for. At most four queries.
    """
    if not item.may_be_shown():
        return None
    page_type = ContentType.objects.get_for_model(Page).pk
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(type(item)),
        to_object_id=str(item.pk),
    ).values_list("base_content_type_id", "object_id")[:MOST_REFERENCES]
    uses = set(references)
    owners = shown_owners(uses)
    if tags := _tags_of(owners):
        return tags
    page_ids = [key for base, key in uses if base == page_type]
    with collecting() as shown:
        page_id = Page.objects.filter(visible_q(), pk__in=page_ids).values_list("pk", flat=True).first()
    if page_id is not None:
        return frozenset({page_tag(page_id), *shown.tags})
    return frozenset() if owners else None


def _tags_of(owners: Iterable[tuple[int, str]]) -> frozenset[str]:
    """Returns the tag of one of these rows; empty when each may be hidden by what no tag stands for."""
    for base, _key in owners:
        model = ContentType.objects.get_for_id(base).model_class()
        if model is not None and _public_owners.get(model) is None and model._meta.db_table in WATCHED:
            return frozenset({table_tag(model._meta.db_table)})
    return frozenset()


def may_handle(user: object, item: models.Model) -> bool:
    """Returns whether the person works with the file in the admin: may choose from or edit in its collection."""
    if not getattr(user, "is_authenticated", False):
        return False
    policy = policy_registry.get(item)
    return bool(
        policy.user_has_any_permission_for_instance(user, ["choose", "add", "change", "delete"], item)
    )
