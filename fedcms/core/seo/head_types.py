"""What a page says of itself for its head: title, description, owner and so on (home.head.head_metadata uses it)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from fedcms.core.seo.schema_org import ImageObject, Organization, Thing
from fedcms.core.seo.social_card_text import SocialCardText


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadMetadata:
    """What only the page knows about its head. Texts are plain, in the page's language; moments are aware.

    `owner` is the name of the cluster that publishes, "" for the federation. `social_card` is the page's own,
    `section_social_card` its cluster's, which is used until the first is drawn, or for pages that have none.
    """

    title: str
    seo_title: str = ""
    description: str = ""
    owner: str = ""
    kind: Literal["website", "article"] = "website"
    section: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    # Languages in which it exists, if they are not those of the page's translations; () means those.
    languages: tuple[str, ...] = ()
    social_card: SocialCardText | None = None
    section_social_card: SocialCardText | None = None
    # (parameter, value) pairs that make a page of its own, which search engines may index.
    variants: tuple[tuple[str, str], ...] = ()
    # Parameters that filter what is shown: search engines must not index such a page.
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadContext:
    """What a page needs to describe itself as a schema.org object: absolute addresses, images, the publisher."""

    url: str
    base: str
    language: str
    metadata: HeadMetadata
    description: str
    images: tuple[ImageObject, ...]
    publisher: Organization
    # Absolute addresses of visible pages: of the original, if this is a translation of it; of the translations, if this
    # is the original.
    original: str = ""
    translations: tuple[str, ...] = ()
    # The template's context, with what the page has already fetched.
    context: Mapping[str, object]

    def absolute(self, path: str) -> str:
        """Returns the absolute address of a path of this site."""
        return self.base + path


@runtime_checkable
class HeadSubject(Protocol):
    """What a head describes: a page, or what a view shows instead of one (`head_subject` in its context)."""

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns its title, owner and so on; no query."""

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns it as a schema.org object; no query."""
