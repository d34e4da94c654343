"""Head metadata of a page: its title, description and owner; home.head.building makes the head of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from fedcms.core.seo.schema_org import ImageObject, Organization, Thing
from fedcms.core.seo.social_card import SocialCardText


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadMetadata:
    """What only the page knows. Texts are plain, in the page's language; moments are aware.

    `owner` is the name of the cluster that publishes, "" for the federation. `social_card` is the page's own and
    `section_social_card` its cluster's, which stands in while the first is not drawn (or for pages that have none).
    """

    title: str
    seo_title: str = ""
    description: str = ""
    owner: str = ""
    kind: Literal["website", "article"] = "website"
    section: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    # Languages in which it truly is, where the page's own translations say more; () = as the page.
    languages: tuple[str, ...] = ()
    social_card: SocialCardText | None = None
    section_social_card: SocialCardText | None = None
    # Parameters of the address with the one value that makes a page of its own of it, which is indexed.
    variants: tuple[tuple[str, str], ...] = ()
    # Parameters that narrow what is shown: such a page is for people, not for search engines.
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadContext:
    """What the head knows when the page describes itself as a thing: absolute addresses, pictures, who publishes."""

    url: str
    base: str
    language: str
    metadata: HeadMetadata
    description: str
    images: tuple[ImageObject, ...]
    publisher: Organization
    # The template's context: what the page has fetched already.
    context: Mapping[str, object]

    def absolute(self, path: str) -> str:
        """The whole address of a path of this site."""
        return self.base + path


@runtime_checkable
class HeadSubject(Protocol):
    """What a head is about: a page, or what a view shows instead of one (`head_subject` in its context)."""

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Its title, its owner and so on; no query."""

    def structured_data(self, head_context: HeadContext) -> Thing:
        """It as a thing of schema.org; no query."""
