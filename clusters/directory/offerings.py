"""Groups the products and services of an organisation by the audience that they are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from clusters.models import Offering
from clusters.models.content_queryset import AUDIENCE_FIELDS


@dataclass(frozen=True)
class OfferingGroup:
    """What an organisation offers one audience, or all of them."""

    title: str
    offerings: tuple[Offering, ...]


def by_audience(offerings: Sequence[Offering]) -> list[OfferingGroup]:
    """Returns the groups that have something: those of each audience, then what is for all.

    What is for two audiences stands in both groups: a reader looks into one.
    """
    some = [offering for offering in offerings if not offering.is_for_all]
    groups = [
        OfferingGroup(
            str(audience.label), tuple(offering for offering in some if audience in offering.audiences)
        )
        for audience in AUDIENCE_FIELDS
    ]
    for_all = tuple(offering for offering in offerings if offering.is_for_all)
    groups.append(OfferingGroup(gettext("Tous les publics"), for_all))
    return [group for group in groups if group.offerings]
