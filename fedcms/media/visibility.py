"""Tells whether an anonymous visitor may have a file: its rights run, and a visible page uses it.

Use is read from Wagtail's reference index, which holds what pages and rows point to as they are stored (a draft that
was not published is not in it). Rows of the models that were
registered (a cluster, an organisation) are always visible; a page is asked.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from fedcms.core.visibility import visible_q
from fedcms.media.models import RightsMixin

# A file used by more pages than this is visible if any of the first ones is; nobody waits for the rest.
MOST_REFERENCES = 500


_public_owners: set[type[models.Model]] = set()


def register_public_owner(model: type[models.Model]) -> None:
    """Makes the files that rows of a model use public: a cluster's logo needs no page. Called in `AppConfig.ready`.

    Wagtail's reference index follows pages and snippets by itself; a plain model it must be told of.
    """
    _public_owners.add(model)
    ReferenceIndex.register_model(model)


def is_file_visible(item: RightsMixin) -> bool:
    """The definition for an image or a document, now. At most three queries."""
    if not item.rights_run():
        return False
    page_type = ContentType.objects.get_for_model(Page).pk
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(type(item), for_concrete_model=False),
        to_object_id=str(item.pk),
    ).values_list("base_content_type_id", "object_id")[:MOST_REFERENCES]
    public_types = {ContentType.objects.get_for_model(model).pk for model in _public_owners}
    page_ids: list[str] = []
    for base_type, object_id in references:
        if base_type in public_types:
            return True
        if base_type == page_type:
            page_ids.append(object_id)
    return bool(page_ids) and Page.objects.filter(visible_q(), pk__in=page_ids).exists()


def may_handle(user: object, item: models.Model) -> bool:
    """Whether this person works with the file in the admin (its collection is theirs to choose from or change)."""
    if not getattr(user, "is_authenticated", False):
        return False
    policy = policy_registry.get(item)
    return bool(
        policy.user_has_any_permission_for_instance(user, ["choose", "add", "change", "delete"], item)
    )
