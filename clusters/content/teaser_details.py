"""Reads what teasers say of pages from each kind's own table: hours, state, deadline. One query a kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from clusters.content.registry import class_of_type
from clusters.models import ContentPage
from fedcms.core.compiled_queries import Parameter, fetch_objects, one_of, several
from fedcms.core.shown_tags import declared, page_tag


def details_of(pages: Iterable[tuple[int, int]]) -> dict[int, Mapping[str, object]]:
    """Returns the details by primary key, of pages with their content types."""
    by_class: dict[type[ContentPage], list[int]] = defaultdict(list)
    for pk, content_type_id in pages:
        model = class_of_type(content_type_id)
        if model.teaser_fields:
            by_class[model].append(pk)
    with declared(*(page_tag(pk) for ids in by_class.values() for pk in ids)):
        return {
            specific.pk: specific.teaser_details()
            for model, ids in by_class.items()
            for specific in fetch_objects(_with_teaser_fields, model, **several(ids))  # type: ignore[arg-type]  # a class is hashable
        }


def _with_teaser_fields(model: type[ContentPage], **ids: Parameter) -> "QuerySet[ContentPage, ContentPage]":
    found = model.objects.filter(one_of("pk", ids)).annotate(**model.columns_of_others())
    return found.only(*model.teaser_fields).order_by()  # type: ignore[no-any-return]  # Wagtail is untyped
