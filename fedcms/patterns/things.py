"""Unsaved objects for samples, in French and in Arabic: clusters, teasers, texts of every length."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from django.templatetags.static import static

from clusters.content.cover_sizes import CoverSize
from clusters.content.registry import searchable_types
from clusters.content.teasers import Teaser
from clusters.maps.entries import MapEntry, map_entry_of
from clusters.models import Cluster, Organisation
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.models import Topic
from fedcms.core.templatetags.core_tags import direction
from fedcms.media.models import FederationImage
from fedcms.media.pictures import Picture
from fedcms.patterns.sample_texts import WORDS

MOMENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEY = UUID("6f2c1f0a-0000-4000-8000-000000000013")
URL = "#"
NARROW = '<div class="columns"><div>{}</div></div>'
"""A frame for components that are shown in a column."""
BODY = '<div class="body">{}</div>'
"""A frame for components that are shown in a page's body."""


@dataclass(frozen=True)
class SampleSiteFrame:
    """The parts of a page's site frame that components read."""

    home_url: str = "/fr/"
    search_url: str = "/fr/search/"
    page_urls: dict[str, str] = field(default_factory=lambda: {"organisations": URL, "news": URL})


@dataclass(frozen=True)
class PicturedTeaser(Teaser):
    """A teaser with an image that needs no rendition."""

    def cover_at(self, size: CoverSize) -> Picture:
        """Returns the project's own icon as the cover."""
        return picture(self.title)


def picture(alt: str = "") -> Picture:
    """Returns an image from the static files."""
    return Picture((), static("icons/icon-512.png"), 512, 512, alt, "100vw", is_lazy=True)


def namespace(**values: object) -> SimpleNamespace:
    """Returns an object with these attributes, enough for templates."""
    return SimpleNamespace(**values)


class Things:
    """Sample objects in one language; `things.text("title")` returns its texts (fedcms.patterns.sample_texts)."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, key: str) -> str:
        """Returns a text by its key. Raises `KeyError` for an unknown one."""
        return WORDS[self.language][key]

    def cluster(self, code: str = "BRE") -> Cluster:
        """Returns a cluster; `WAL` has a long name, a pale accent, and is outside France."""
        languages = {language: words[f"name_{code}"] for language, words in WORDS.items()}
        territories = {language: words[f"territory_{code}"] for language, words in WORDS.items()}
        accent, country, areas, city = {
            "BRE": ("#2c2c2c", "FR", ["FR-BRE"], "Rennes"),
            "WAL": ("#ffd75e", "BE", ["BE-WAL"], "Namur"),
            "TUN": ("#b3262e", "TN", [], ""),
        }[code]
        return Cluster(
            slug=code.lower(),
            code=code,
            name=languages,
            territory=territories,
            accent=accent,
            country=country,
            areas=areas,
            city=city,
        )

    def entries(self, *codes: str) -> tuple[MapEntry, ...]:
        """Returns clusters as the map shows them."""
        return tuple(map_entry_of(self.cluster(code), URL, self.text("note")) for code in codes)

    def teaser(self, kind: str = "article", **changes: object) -> Teaser:
        """Returns a content page as listings show it."""
        teaser = Teaser(
            title=self.text("title"),
            summary=self.text("summary"),
            url=URL,
            kind=kind,
            kind_label=searchable_types()[kind].kind_label,
            cluster=self.cluster(),
            dateline_place=self.text("place"),
            sort_at=MOMENT,
            translation_key=KEY,
            lead_image=None,
            lead_image_alt="",
        )
        return replace(teaser, **changes)  # type: ignore[arg-type]  # fields of the class, by name

    def pictured(self, **changes: object) -> Teaser:
        """Returns a teaser with an image."""
        return PicturedTeaser(**vars(self.teaser(**changes)))  # type: ignore[arg-type]  # as above

    def long_teaser(self, kind: str = "article") -> Teaser:
        """Returns a teaser with the longest possible title and summary, by a cluster with a long name."""
        return self.teaser(
            kind,
            title=self.text("long_title"),
            summary=self.text("long_summary"),
            cluster=self.cluster("WAL"),
        )

    def federal_teaser(self, kind: str = "article") -> Teaser:
        """Returns a teaser of the federation's own page, without place and summary."""
        return self.teaser(kind, cluster=None, dateline_place="", summary="")

    def image(self, credit: str = "") -> FederationImage:
        """Returns an image whose only rendition is a static file."""
        image = FederationImage(
            title=self.text("caption"), width=512, height=512, credit=credit, collection_id=None
        )
        image.alt_texts = TranslatedText({self.language: self.text("caption")})
        image.stored_renditions = [
            namespace(
                filter_spec="original",
                format="png",
                url=static("icons/icon-512.png"),
                width=512,
                height=512,
            )
        ]
        return image

    def file(self, title: str = "", **changes: object) -> SimpleNamespace:
        """Returns a document to download."""
        values: dict[str, object] = {
            "title": title or self.text("document"),
            "url": "/media/documents/1/",
            "file_extension": "pdf",
            "get_file_size": 1_482_000,
            "credit": self.text("credit"),
            "get_licence_display": "CC BY 4.0",
        }
        return namespace(**(values | changes))

    def links(self, count: int) -> list[SimpleNamespace]:
        """Returns links of a menu: the second is the page shown, the last has a long title."""
        titles = [self.text("link"), self.text("filter"), self.text("topic"), self.text("term_long")]
        return [
            namespace(title=titles[number % len(titles)], url=URL, current=number == 1)
            for number in range(count)
        ]

    def languages(self) -> list[SimpleNamespace]:
        """Returns the four languages of the picker; the page exists in all but one."""
        known = (
            ("fr", "Français", "FR"),
            ("en", "English", "EN"),
            ("es", "Español", "ES"),
            ("ar", "العربية", "ع"),
        )
        return [
            namespace(
                code=code,
                name=name,
                short=short,
                dir=direction(code),
                url=URL,
                current=code == self.language,
                available=code != "es",
            )
            for code, name, short in known
        ]

    def organisation(self) -> Organisation:
        """Returns a member of a cluster."""
        return Organisation(
            slug="lab", name=self.text("organisation"), kind="laboratory", cluster=self.cluster()
        )

    def topics(self, count: int) -> list[Topic]:
        """Returns topics with labels in the language of the samples."""
        return [
            Topic(key=f"topic-{number}", labels={self.language: f"{self.text('topic')} {number}"})
            for number in range(1, count + 1)
        ]
