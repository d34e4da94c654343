"""Finds the files of withdrawn pages that other public pages and press kits show, too: those stay on the site."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from fedcms.core.visibility import visible_q
from fedcms.media.models import FederationDocument, FederationImage, RightsMixin
from fedcms.media.visibility import MOST_REFERENCES, owner_types, shown_owners

MOST_FILES = 100


def files_shown_by_others(pages: Iterable[Page]) -> list[RightsMixin]:
    """Returns the files of pages that stay visible without these pages, at most 100. At most nine queries."""
    keys = [str(page.pk) for page in pages]
    page_type = ContentType.objects.get_for_model(Page)
    of_pages = ReferenceIndex.objects.filter(base_content_type=page_type, object_id__in=keys)
    found: list[RightsMixin] = []
    for model in (FederationImage, FederationDocument):
        kind = ContentType.objects.get_for_model(model)
        used = of_pages.filter(to_content_type=kind).values_list("to_object_id", flat=True).distinct()
        others = ReferenceIndex.objects.filter(
            Q(base_content_type=page_type) | Q(base_content_type__in=owner_types()),
            to_content_type=kind,
            to_object_id__in=list(used[:MOST_FILES]),
        ).exclude(base_content_type=page_type, object_id__in=keys)
        uses = list(others.values_list("to_object_id", "base_content_type_id", "object_id")[:MOST_REFERENCES])
        asked = {key for _file, base, key in uses if base == page_type.pk}
        shown = Page.objects.filter(visible_q(), pk__in=asked).values_list("pk", flat=True)
        visible = {str(pk) for pk in shown} if asked else set()
        owners = shown_owners((base, key) for _file, base, key in uses)
        stay = {
            file
            for file, base, key in uses
            if (base, key) in owners or (base == page_type.pk and key in visible)
        }
        if stay:
            rows = model.objects.filter(pk__in=stay).order_by("title", "pk")
            found += [row for row in rows if row.may_be_shown()]
    return found
