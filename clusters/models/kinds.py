"""The classes of content pages by kind; `clusters.content.registry` fills this mapping and explains it."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

if TYPE_CHECKING:
    from clusters.models.content_page import ContentPage

classes_by_kind: "dict[str, type[ContentPage]]" = {}


def content_type_ids(*kinds: str) -> list[int]:
    """Returns the primary keys of the content types of some kinds (default: all), from Django's cache."""
    models = [classes_by_kind[kind] for kind in (kinds or tuple(classes_by_kind))]
    return [ct.pk for ct in ContentType.objects.get_for_models(*models).values()]
