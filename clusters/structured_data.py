"""Social cards and schema.org data of clusters and organisations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import override

from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import (
    Audience,
    ContactPoint,
    EducationalOrganization,
    GeoCoordinates,
    GovernmentOrganization,
    Offer,
    Organization,
    Place,
    PostalAddress,
    Reference,
    ResearchOrganization,
    Service,
    Thing,
    Value,
)
from fedcms.core.seo.site_name import site_name
from fedcms.core.seo.social_card_text import SocialCardText

if TYPE_CHECKING:
    from clusters.models import Cluster, ContentPage, Offering, Organisation
    from fedcms.core.models import Topic

# The schema.org type of an organisation by its kind (clusters.models.organisation).
ORGANISATION_TYPES: dict[str, type[Organization]] = {
    "laboratory": ResearchOrganization,
    "school": EducationalOrganization,
    "training_centre": EducationalOrganization,
    "public_body": GovernmentOrganization,
}


_CARD_KEYS = UUID("0f0e0001-0c0a-8d00-8000-000000000000").int
"""Added to an organisation's primary key, it makes the key of its social cards, which no page has."""
_MOST_KEYS = 1 << 62


def card_key(organisation_id: int) -> UUID:
    """Returns the key of the social cards of an organisation."""
    return UUID(int=_CARD_KEYS + organisation_id)


def organisation_of_card(key: UUID) -> int | None:
    """Returns the primary key of the organisation whose cards have this key; `None` for a key of other cards."""
    organisation_id = key.int - _CARD_KEYS
    return organisation_id if 0 < organisation_id < _MOST_KEYS else None


def organisation_social_card(organisation: "Organisation", language: str) -> SocialCardText:
    """Returns the social card of an organisation's page. Fetch its cluster with it (`select_related`)."""
    cluster = organisation.cluster
    with override(language):
        kind, site = organisation.get_kind_display(), site_name()
    return SocialCardText(
        key=str(card_key(organisation.pk)),
        language=language,
        title=organisation.name,
        kind=kind,
        cluster_code=cluster.code,
        owner=cluster.name.text_for(language),
        accent=cluster.accent,
        site=site,
    )


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
    offerings: "Sequence[Offering]" = ()
    topics: "Sequence[Topic]" = ()

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata: its name and description, with its own card, and its cluster's until that is drawn."""
        cluster = self.organisation.cluster
        return HeadMetadata(
            title=self.organisation.name,
            description=str(self.organisation.description),
            owner=str(cluster),
            languages=tuple(code for code, text in self.organisation.description.items() if text),
            social_card=organisation_social_card(self.organisation, self.language),
            section_social_card=cluster_social_card(cluster, self.language),
        )

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the organisation, as a member of its cluster, with what it offers and knows about."""
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
            knows_about=tuple(str(topic) for topic in self.topics),
            makes_offer=tuple(_offer(offering) for offering in self.offerings),
        )


def _offer(offering: "Offering") -> Offer:
    """Returns a product or service without a price, which none has here: what it is, and whom it is for."""
    audience = tuple(Audience(audience_type=str(audience.label)) for audience in offering.audiences)
    service = Service(
        name=str(offering.name),
        description=str(offering.description),
        audience=() if offering.is_for_all else audience,
    )
    return Offer(item_offered=service)
