"""The classes of content pages by kind; `clusters.content.registry` fills and explains them."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

if TYPE_CHECKING:
    from clusters.models.content_page import ContentPage

classes_by_kind: "dict[str, type[ContentPage]]" = {}


def content_type_ids(*kinds: str) -> list[int]:
    """Primary keys of Django's content types of the kinds (all when none is named), from its cache."""
    models = [classes_by_kind[kind] for kind in (kinds or tuple(classes_by_kind))]
    return [ct.pk for ct in ContentType.objects.get_for_models(*models).values()]
