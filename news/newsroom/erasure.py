"""Takes the name of somebody who is erased out of histories, and deletes a portrait that nothing else uses."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry, ReferenceIndex

from clusters.models import Federation
from clusters.models.owner import SectionOwner
from clusters.publishing.pending_files import is_in_pending_version
from fedcms.media.models import FederationImage
from fedcms.media.signal_handlers import renditions_made_elsewhere
from news.models import Spokesperson


def take_name_out_of_history(row: Model, key: int) -> None:
    """Leaves in the history of a row what was done, by whom, and its number."""
    model = type(row)
    of_row = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=str(key)
    )
    # Whoever writes for all languages writes in the main one.
    with override(settings.LANGUAGE_CODE):
        label = _("%(kind)s n° %(number)s, effacé") % {"kind": model._meta.verbose_name, "number": key}
    of_row.update(label=label, data={})


def delete_portrait_of(person: Spokesperson) -> None:
    """Deletes the portrait of somebody who was deleted, with the name in its history.

    It stays when it is another team's, or when a page, a draft, a scheduled version or another row uses it.
    """
    portrait = FederationImage.objects.filter(pk=person.portrait_id or 0).first()
    owner: SectionOwner | None = person.cluster or Federation.objects.first()
    if portrait is None or owner is None or portrait.collection_id != owner.collection_id:
        return
    own = {
        "base_content_type": ContentType.objects.get_for_model(Spokesperson),
        "object_id": str(person.pk),
    }
    uses = ReferenceIndex.get_references_to(portrait).exclude(**own)
    if uses.exists() or is_in_pending_version(portrait):
        return
    key = portrait.pk
    with renditions_made_elsewhere():
        portrait.delete()
    take_name_out_of_history(portrait, key)
