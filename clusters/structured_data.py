"""Social cards and schema.org data of clusters and organisations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import override

from fedcms.core.seo.head_types import HeadContext, HeadMetadata
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
from fedcms.core.seo.social_card_text import SocialCardText

if TYPE_CHECKING:
    from clusters.models import Cluster, ContentPage, Organisation

# The schema.org type of an organisation by its kind (clusters.models.organisation).
ORGANISATION_TYPES: dict[str, type[Organization]] = {
    "laboratory": ResearchOrganization,
    "school": EducationalOrganization,
    "training_centre": EducationalOrganization,
    "public_body": GovernmentOrganization,
}


def cluster_social_card(cluster: "Cluster", language: str) -> SocialCardText:
    """Returns the social card of a cluster's section: of its root, and of pages without a card of their own."""
    with override(language):
        site = site_name()
    return SocialCardText(
        key=str(cluster.section_key),
        language=language,
        title=cluster.name.text_for(language),
        kind=cluster.territory.text_for(language),
        cluster_code=cluster.code,
        owner=site,
        accent=cluster.accent,
        site=site,
    )


def signatory(cluster: "Cluster", url: str) -> Organization:
    """Returns a cluster as publisher; `url` is the address of its section."""
    return Organization(id=f"{url}#cluster", name=str(cluster), url=url)


def announcer(page: "ContentPage", head_context: HeadContext) -> Organization:
    """Returns the organisation that answers for a page: its cluster, or the federation.

    While the cluster's section is not public, the cluster is given by its name alone.
    """
    if page.cluster is None:
        return head_context.publisher
    section = page.section_address
    return (
        signatory(page.cluster, head_context.absolute(section))
        if section
        else Organization(name=str(page.cluster))
    )


def _logo_of(row: "Cluster | Organisation", head_context: HeadContext) -> str:
    """Returns the absolute address of a logo with valid rights, if the row was fetched with it; else "". No query."""
    fetched = type(row)._meta.get_field("logo").is_cached(row)
    logo = row.logo if fetched else None
    return head_context.absolute(logo.file.url) if logo is not None and logo.may_be_shown() else ""


def _town(city: str, country: str = "") -> PostalAddress | None:
    return PostalAddress(address_locality=city, address_country=country) if city else None


def cluster_organization(cluster: "Cluster", head_context: HeadContext) -> Organization:
    """Returns a cluster as its own page describes it."""
    address = _town(cluster.city, str(cluster.country))
    location = None
    if cluster.latitude is not None and cluster.longitude is not None:
        location = Place(
            name=cluster.city,
            address=address,
            geo=GeoCoordinates(latitude=cluster.latitude, longitude=cluster.longitude),
        )
    return Organization(
        id=f"{head_context.url}#cluster",
        name=str(cluster),
        description=head_context.description,
        url=head_context.url,
        image=head_context.images,
        logo=_logo_of(cluster, head_context),
        email=cluster.email,
        telephone=cluster.phone,
        address=address,
        location=location,
        area_served=str(cluster.territory),
        same_as=tuple(filter(None, [cluster.website, *cluster.profiles])),
        contact_point=ContactPoint(
            contact_type="press", email=cluster.press_address, telephone=cluster.phone
        ),
        parent_organization=Reference(id=head_context.publisher.id),
    )


@dataclass(frozen=True)
class OrganisationSubject:
    """An organisation as the subject of its page, which is a route of the directory."""

    organisation: "Organisation"
    language: str

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata: its name and description, with its cluster's card."""
        cluster = self.organisation.cluster
        return HeadMetadata(
            title=self.organisation.name,
            description=str(self.organisation.description),
            owner=str(cluster),
            languages=tuple(code for code, text in self.organisation.description.items() if text),
            section_social_card=cluster_social_card(cluster, self.language),
        )

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the organisation, as a member of its cluster."""
        organisation = self.organisation
        kind = ORGANISATION_TYPES.get(organisation.kind, Organization)
        same_as: tuple[str, ...] = (organisation.website,) if organisation.website else ()
        logo: Value = _logo_of(organisation, head_context)
        return kind(
            id=f"{head_context.url}#organisation",
            name=organisation.name,
            description=head_context.description,
            url=head_context.url,
            logo=logo,
            address=_town(organisation.city),
            same_as=same_as,
            member_of=Organization(name=str(organisation.cluster), url=organisation.cluster.website),
        )
