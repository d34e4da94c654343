"""A language that is none: every message of every catalogue between brackets, so that what is not translatable shows.

Runs inside the site (`Site.ask`), in a process of its own, in the place of Spanish, whose words Django and Wagtail have
(theirs are marked, too). What stands between no brackets is content of the database, a name or a date of CLDR, or a
defect.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote
from zoneinfo import available_timezones

from babel import Locale as CldrLocale
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils.translation import trans_real
from lxml import html
from wagtail.fields import StreamField
from wagtail.models import Page

LANGUAGE = "es"
OPEN, CLOSE = "⟦", "⟧"
ROOMS = ("users", "core", "media", "clusters", "news", "events", "search", "home", "wagtailcore", "taggit")
# What a reader sees or hears that is no text of an element.
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "aria-valuetext", "data-copied")
SILENT = {"script", "style", "svg", "noscript"}
# Names of formats and of the project's own, the same in every language.
NAMES = {"RSS", "Atom", "JSON", "FED", "PDF", "TXT", "WEBP", "ZIP", "UTC", "EUR"}
TYPED = ["formacion", "zzzqqq"]
# Words that nothing of the site says: were they taken for content, the measure would see nothing.
CONTROL = "Publier sans jamais rien traduire"
_WORD = re.compile(r"[^\W\d_]{2,}")
# Between these a line holds things of different origin: a town, a day, an owner.
_BETWEEN = re.compile(r"\b[\w-]+\.example\b|[|,،;·()«»“”\n\d]+|\s[–—-]\s|[.:!?…›]\s|[.:!?…]$")
# Where words of the content stand in pieces, for marks and links of their own.
IN_PIECES = ("body", "dispatch__summary", "dispatch__title", "boilerplate")
SHORT = 3
"""Up to so many words, only a whole text of the database is content: "Agenda" may stand in a sentence anywhere."""


def mark_catalogue(language: str) -> None:
    """Puts every message of a language between brackets, Django's and Wagtail's among them, in this process."""
    for messages in trans_real.translation(language)._catalog._catalogs:
        for key, text in list(messages.items()):
            if key:
                messages[key] = f"{OPEN}{text}{CLOSE}"


def without_marked(text: str) -> str:
    """A text with a bar for each of its parts that stands between brackets; they may stand in one another."""
    left, depth = [], 0
    for character in text:
        if character == OPEN:
            depth += 1
        elif character == CLOSE:
            depth = max(depth - 1, 0)
            left.append("|")
        elif depth == 0:
            left.append(character)
    return "".join(left)


@dataclass(frozen=True)
class Piece:
    """What a reader sees or hears in one go; `in_pieces`: a part of a sentence of the content."""

    text: str
    in_pieces: bool


def pieces(tree: html.HtmlElement) -> Iterator[Piece]:
    """Everything on a page that a reader sees or hears, piece by piece."""
    for element in tree.iter():
        way = [element, *element.iterancestors()]
        if not isinstance(element.tag, str) or any(each.tag in SILENT for each in way):
            continue
        classes = {name for each in way for name in each.get("class", "").split()}
        in_pieces = not classes.isdisjoint(IN_PIECES)
        yield from (Piece(str(text), in_pieces) for text in element.xpath("text()"))
        yield from (Piece(value, in_pieces=False) for name in SPOKEN if (value := element.get(name)))
    said = "@name='description' or @property='og:title' or @property='og:site_name' or @property='og:description'"
    # Descriptions are cut where they are long.
    yield from (Piece(text, in_pieces=True) for text in tree.xpath(f"//head/meta[{said}]/@content"))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)


class Content:
    """Every text that the database holds, and what CLDR has names for."""

    def __init__(self, language: str) -> None:
        self.texts = {_normal(text) for text in _texts_of_database()}
        self.all = "\n".join(self.texts)
        self.words = set(_WORD.findall(self.all))
        self.cldr = words_of_cldr(language) | {name.casefold() for name in NAMES}

    def holds(self, piece: Piece) -> bool:
        """Whether a piece is marked, content or a name, all of it."""
        return all(self._knows(part, piece.in_pieces) for part in _BETWEEN.split(without_marked(piece.text)))

    def _knows(self, part: str, in_pieces: bool) -> bool:
        part = _normal(part)
        words = _WORD.findall(part)
        if self.cldr.issuperset(words) or part in self.texts:
            return True
        if in_pieces:
            return self.words.issuperset(words)
        return len(words) > SHORT and part in self.all


def _normal(text: str) -> str:
    return " ".join(text.split()).strip(" .:;!?…'’\"").casefold()


def _texts_of_database() -> Iterator[str]:
    """Titles, texts, names; of texts with several sentences each one apart, as lists and cards cut them."""
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or model._meta.proxy:
            continue
        fields = [
            each
            for each in model._meta.concrete_fields
            if isinstance(each, (models.CharField, models.TextField, models.JSONField, StreamField))
            and each.model is model
        ]
        for field in fields:
            for value in model._base_manager.values_list(field.attname, flat=True).iterator():
                raw = value.get_prep_value() if hasattr(value, "get_prep_value") else value
                for text in _strings(dict(raw) if hasattr(raw, "items") else raw):
                    plain = _plain(text)
                    yield plain
                    yield from _BETWEEN.split(plain)


def _plain(text: str) -> str:
    return str(html.fromstring(f"<p>{text}</p>").text_content()) if "<" in text else text


def words_of_cldr(language: str) -> set[str]:
    """Names of months, days, countries and languages, and what CLDR writes between them."""
    cldr = CldrLocale.parse(language)
    names = [*cldr.territories.values(), *cldr.languages.values()]
    names += [*TYPED, *(str(name) for _code, name in settings.LANGUAGES)]
    names += [zone.rpartition("/")[2] for zone in available_timezones()]
    names += [city for zone in cldr.time_zones.values() if (city := zone.get("city"))]
    for calendar in (cldr.months, cldr.days):
        for widths in calendar.values():
            for each in widths.values():
                names += each.values()
    names += ["de", "del", "a", "al", "y", "hora", "horas", "estándar", "verano", "Europa", "central", "GMT"]
    return {word.casefold() for name in names for word in _WORD.findall(name)}


def addresses() -> list[str]:
    """Every public page of the language, and what is no page: views, filters, errors."""
    home = f"/{LANGUAGE}/"
    pages = [
        quote(path)
        for path in Page.objects.live()
        .filter(locale__language_code=LANGUAGE, depth__gt=1)
        .values_list("url_path", flat=True)
    ]
    french = Page.objects.filter(locale__language_code="fr", live=True, depth__gt=5).values_list(
        "url_path", flat=True
    )
    mark_missing = [home + quote(path.removeprefix("/fr/")) for path in french]
    listings = [path for path in pages if any(word in path for word in ("noticias", "agenda", "eventos"))]
    more = [f"{path}?{query}" for path in listings[:6] for query in ("view=month", "past=1", "kind=article")]
    searches = ["search/", *(f"search/?q={word}" for word in TYPED), "search/?kind=event", "nada/"]
    organisations = [
        f"{quote(path)}{slug}/"
        for path in Page.objects.live()
        .filter(
            locale__language_code=LANGUAGE,
            content_type__model="organisationindexpage",
        )
        .values_list("url_path", flat=True)
        for slug in apps.get_model("clusters", "Organisation").objects.values_list("slug", flat=True)[:5]
    ]
    return [*pages, *more, *(home + path for path in searches), *organisations, *mark_missing[:12]]


def unmarked() -> tuple[int, dict[str, str]]:
    """How many pieces of text were marked, and those that are not and are no content, with where one stands."""
    mark_catalogue(LANGUAGE)
    content, client = Content(LANGUAGE), Client(headers={"host": "127.0.0.1"})
    found: dict[str, str] = {}
    marked = 0
    for path in addresses():
        response = client.get(path)
        if "html" not in response["Content-Type"]:
            continue
        for piece in pieces(html.fromstring(response.content.decode())):
            marked += OPEN in piece.text
            if not content.holds(piece):
                found.setdefault(" ".join(piece.text.split())[:120], path)
    assert not content.holds(Piece(CONTROL, in_pieces=False))
    return marked, found


def dump() -> None:
    """Prints it as one line of JSON."""
    marked, found = unmarked()
    sys.stdout.write(json.dumps({"marked": marked, "unmarked": found}) + "\n")
