"""What stands around a page, as base.html shows it: links, languages, columns of the footer."""

from dataclasses import dataclass, field

from fedcms.core.component_keys import PlainKey
from fedcms.core.pages.addresses import home_address


@dataclass(frozen=True)
class Link:
    """A link of the menu, of the breadcrumbs or of the footer."""

    title: str
    url: str
    current: bool = False

    @property
    def component_key(self) -> PlainKey:
        """What is shown of it (`cached_include`)."""
        return PlainKey((self.title, self.url, self.current))


@dataclass(frozen=True)
class LanguageLink:
    """One language of the picker; `available` tells whether the page exists in it."""

    code: str
    name: str
    short: str
    dir: str
    url: str
    current: bool
    available: bool

    @property
    def component_key(self) -> PlainKey:
        """What is shown of its name, and of the words beside it (`cached_include`)."""
        leads_home = not self.available and self.leads_home
        return PlainKey((self.code, self.dir, self.short, self.name, self.available, leads_home))

    @property
    def leads_home(self) -> bool:
        """Whether its address is only that language's home page."""
        return self.url == home_address(self.code)


@dataclass(frozen=True)
class FooterColumn:
    """Links of the footer below one title."""

    title: str
    links: list[Link]

    @property
    def component_key(self) -> PlainKey:
        """What is shown of it (`cached_include`)."""
        return PlainKey((self.title, *(part for link in self.links for part in (link.title, link.url))))


@dataclass(frozen=True)
class SiteFrame:
    """All that base.html shows around a page."""

    home_url: str
    search_url: str
    site_name: str
    nav: list[Link]
    footer: list[Link]
    """What stands neither in the menu nor in a column of the footer: legal notices and other pages of editors."""
    languages: list[LanguageLink]
    crumbs: list[Link] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    # The language in which the page was written, if it is one of `alternates`; "" if none or several may be.
    original: str = ""
    # Addresses of the federation's own pages by the key of their section blueprint ("news", "organisations"…).
    page_urls: dict[str, str] = field(default_factory=dict)
    columns: list[FooterColumn] = field(default_factory=list)
    # On the root of a cluster's section alone: the section's pages for its menu, their addresses by the same keys.
    section: list[Link] = field(default_factory=list)
    section_urls: dict[str, str] = field(default_factory=dict)
