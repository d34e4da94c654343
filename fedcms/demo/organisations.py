"""Creates the demo's organisations with what they offer, as its files describe them."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from django.utils.text import slugify

from clusters.models import Cluster, Offering, Organisation
from clusters.models.content_queryset import AUDIENCE_FIELDS
from fedcms.core.audiences import Audience
from fedcms.core.models import Topic


class OfferingSpec(TypedDict):
    """A product or service of an organisation; without audiences it is for all."""

    name: dict[str, str]
    description: dict[str, str]
    audiences: list[str]


class OrganisationSpec(TypedDict):
    """A member or partner of a cluster."""

    key: str
    kind: str
    name: str
    city: str
    website: str
    description: dict[str, str]
    topics: NotRequired[list[str]]
    offerings: NotRequired[list[OfferingSpec]]


def make_organisations(
    cluster: Cluster, specs: list[OrganisationSpec], topics: Mapping[str, Topic]
) -> dict[str, Organisation]:
    """Creates the members of a cluster with what they offer; returns them by key."""
    organisations: dict[str, Organisation] = {}
    for spec in specs:
        organisation = Organisation(
            slug=slugify(spec["name"]),
            name=spec["name"],
            kind=spec["kind"],
            cluster=cluster,
            description=spec["description"],
            city=spec["city"],
            website=spec["website"],
        )
        organisation.topics = [topics[key] for key in spec.get("topics", ())]
        organisation.offerings = [
            Offering(
                name=offering["name"],
                description=offering["description"],
                sort_order=number,
                **{AUDIENCE_FIELDS[Audience(audience)]: True for audience in offering["audiences"]},
            )
            for number, offering in enumerate(spec.get("offerings", ()))
        ]
        organisation.full_clean()
        organisation.save()
        organisations[spec["key"]] = organisation
    return organisations
