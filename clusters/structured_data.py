"""What clusters and organisations say in heads of pages: social cards, and themselves as things of schema.org."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import override

from fedcms.core.seo.head_metadata import Frame, HeadFacts
from fedcms.core.seo.schema_org import (
    ContactPoint,
    EducationalOrganization,
    GeoCoordinates,
    GovernmentOrganization,
    Organization,
    Place,
    PostalAddress,
    Reference,
    ResearchOrganization,
    Thing,
    Value,
)
from fedcms.core.seo.site_name import site_name
from fedcms.core.seo.social_card import CardText

if TYPE_CHECKING:
    from clusters.models import Cluster, ContentPage, Organisation

# What an organisation is in schema.org's words, by the key of its kind (clusters.models.organisation).
ORGANISATION_TYPES: dict[str, type[Organization]] = {
    "laboratory": ResearchOrganization,
    "school": EducationalOrganization,
    "training_centre": EducationalOrganization,
    "public_body": GovernmentOrganization,
}


def cluster_card(cluster: "Cluster", language: str) -> CardText:
    """What the social card of a section says: that of its root, and of pages that have none of their own."""
    with override(language):
        site = site_name()
    return CardText(
        key=str(cluster.section_key),
        language=language,
        title=cluster.name.text_for(language),
        kind=cluster.territory.text_for(language),
        signature=cluster.code,
        owner=site,
        accent=cluster.accent,
        site=site,
    )


def signatory(cluster: "Cluster", url: str) -> Organization:
    """A cluster as the one who publishes; `url` is its section's."""
    return Organization(id=f"{url}#cluster", name=str(cluster), url=url)


def announcer(page: "ContentPage", frame: Frame) -> Organization:
    """Who answers for a page: its cluster, by name alone while its section is not public, or the federation."""
    if page.cluster is None:
        return frame.publisher
    section = page.section_address
    return (
        signatory(page.cluster, frame.absolute(section)) if section else Organization(name=str(page.cluster))
    )


def _logo_of(row: "Cluster | Organisation", frame: Frame) -> str:
    """The absolute address of a logo whose rights run, where the row came with it; no query."""
    fetched = type(row)._meta.get_field("logo").is_cached(row)
    logo = row.logo if fetched else None
    return frame.absolute(logo.file.url) if logo is not None and logo.rights_run() else ""


def _town(city: str, country: str = "") -> PostalAddress | None:
    return PostalAddress(address_locality=city, address_country=country) if city else None


def cluster_organization(cluster: "Cluster", frame: Frame) -> Organization:
    """A cluster as its own page describes it."""
    address = _town(cluster.city, str(cluster.country))
    location = None
    if cluster.latitude is not None and cluster.longitude is not None:
        location = Place(
            name=cluster.city,
            address=address,
            geo=GeoCoordinates(latitude=cluster.latitude, longitude=cluster.longitude),
        )
    return Organization(
        id=f"{frame.url}#cluster",
        name=str(cluster),
        description=frame.description,
        url=frame.url,
        image=frame.images,
        logo=_logo_of(cluster, frame),
        email=cluster.email,
        telephone=cluster.phone,
        address=address,
        location=location,
        area_served=str(cluster.territory),
        same_as=(cluster.website,) if cluster.website else (),
        contact_point=ContactPoint(
            contact_type="press", email=cluster.press_address, telephone=cluster.phone
        ),
        parent_organization=Reference(id=frame.publisher.id),
    )


@dataclass(frozen=True)
class OrganisationSubject:
    """An organisation as the subject of the page that shows it: a route of the directory."""

    organisation: "Organisation"
    language: str

    def head_facts(self, context: Mapping[str, object]) -> HeadFacts:
        """Its name and presentation, on its cluster's card."""
        cluster = self.organisation.cluster
        return HeadFacts(
            title=self.organisation.name,
            description=str(self.organisation.description),
            owner=str(cluster),
            languages=tuple(code for code, text in self.organisation.description.items() if text),
            section_card=cluster_card(cluster, self.language),
        )

    def structured_data(self, frame: Frame) -> Thing:
        """An organisation, a member of its cluster."""
        organisation = self.organisation
        kind = ORGANISATION_TYPES.get(organisation.kind, Organization)
        same_as: tuple[str, ...] = (organisation.website,) if organisation.website else ()
        logo: Value = _logo_of(organisation, frame)
        return kind(
            id=f"{frame.url}#organisation",
            name=organisation.name,
            description=frame.description,
            url=frame.url,
            logo=logo,
            address=_town(organisation.city),
            same_as=same_as,
            member_of=Organization(name=str(organisation.cluster), url=organisation.cluster.website),
        )
