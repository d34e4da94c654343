"""Selects images and documents whose rights end soon: a person's own, and those of which nobody was warned."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import F, Q, QuerySet
from wagtail.permissions import policy_registry

from fedcms.media.models import FederationDocument, FederationImage, File, FileModel
from fedcms.media.permissions import Person

Files = QuerySet[FederationImage] | QuerySet[FederationDocument]


def ending_rights(model: FileModel, user: Person, first: date, last: date) -> Files:
    """Returns the files that a person may change and whose last day is in the period, both days included."""
    own: Files = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")
    return own.filter(rights_until__range=(first, last)).order_by("rights_until", "pk")


# Those of whose last day nobody was warned.
_UNWARNED = Q(warned_of=None) | ~Q(warned_of=F("rights_until"))


def unwarned_collections(model: FileModel, first: date, last: date) -> set[int]:
    """Returns the collections with files whose last day is in the period, and of which nobody was warned."""
    found = model.objects.filter(_UNWARNED, rights_until__range=(first, last))
    return set(found.values_list("collection_id", flat=True).order_by().distinct())


def claim_ending(
    model: FileModel, collections: Collection[int], first: date, last: date, most: int
) -> Iterator[File]:
    """Yields at most so many files whose last day is in the period, and marks that their owner is warned.

    Each file is yielded once for each last day, also when two workers ask at once. Called in the transaction that
    warns: if it fails, nobody was warned.
    """
    found = model.objects.filter(_UNWARNED, collection__in=collections, rights_until__range=(first, last))
    for file in found.order_by("rights_until", "pk")[:most]:
        # Written without signals: nothing that is shown has changed.
        same = model.objects.filter(_UNWARNED, pk=file.pk, rights_until=file.rights_until)
        if same.update(warned_of=F("rights_until")):
            yield file
