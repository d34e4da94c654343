"""The texts of a press kit: who speaks, what counts, whom to call. Each app registers what it knows of an owner.

    def key_figures(owner: SectionOwner, language: str) -> KitSection | None: ...

    register_kit_section("key_figures", key_figures, order=30)      # in AppConfig.ready

The kit's page, its fact sheet and its archive show every section that is registered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from clusters.models.owner import SectionOwner
from fedcms.media.models import FederationImage


@dataclass(frozen=True)
class KitLink:
    """A way to reach somebody, as people write it, and where it leads: read from left to right in every language."""

    text: str
    url: str = ""
    """"mailto:", "tel:", "https:"."""


@dataclass(frozen=True)
class KitPicture:
    """An image that a kit offers, with what it shows in the kit's language; "" where the library has to say."""

    image: FederationImage
    name: str = ""


@dataclass(frozen=True)
class KitRow:
    """A line of a section, in plain texts: a person with their role, a figure, a way to reach somebody."""

    label: str
    """What the line is about: a name, a figure with its unit, "Courriel"."""
    value: str = ""
    note: str = ""
    """What is said more quietly: a source, a date, the languages that somebody speaks."""
    url: str = ""
    """Where the value leads: "https:"."""
    links: tuple[KitLink, ...] = ()
    """How somebody is reached, one by one: telephone, mail, website."""
    label_language: str = ""
    """The language of the label, if it is another than the section's: not every text is written in all."""
    value_language: str = ""
    """The same of the value."""


@dataclass(frozen=True)
class KitSection:
    """A titled part of a press kit. Plain texts; what is empty is not shown.

    `language` is that of the paragraphs; the title, and rows that say no other, are in the language of the kit.
    """

    key: str
    title: str
    language: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[KitRow, ...] = ()
    pictures: tuple[KitPicture, ...] = field(default=(), compare=False)
    """What belongs to it (portraits), which the kit offers among its photographs when its rights allow it."""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.paragraphs or self.rows)


Provider = Callable[[SectionOwner, str], KitSection | None]
"""Returns the section of an owner in a language; `None` when there is nothing to say. A bounded number of queries."""

_providers: dict[str, tuple[int, Provider]] = {}


def register_kit_section(key: str, provider: Provider, *, order: int) -> None:
    """Adds a section to every press kit, in the place that `order` gives it. Apps call it in `AppConfig.ready`."""
    _providers[key] = (order, provider)


def sections_of(owner: SectionOwner, language: str) -> list[KitSection]:
    """Returns what every app says of an owner in a language, in order, without what is empty."""
    in_order = sorted(_providers.values(), key=lambda pair: pair[0])
    found = (provider(owner, language) for _order, provider in in_order)
    return [section for section in found if section is not None and not section.is_empty]
