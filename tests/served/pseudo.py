"""A language that is none: messages between brackets, words of the content marked, so that what is neither shows.

Runs inside the site (`Site.ask`), in a process of its own, in the place of Spanish, whose words Django and Wagtail have
(theirs stand between brackets, too). What bears no mark is a name or a date of CLDR, or words that nobody can
translate, be they the same as the title of a page. Nothing is written.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote
from zoneinfo import available_timezones

from babel import Locale as CldrLocale
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import trans_real
from lxml import html
from wagtail.fields import StreamField
from wagtail.models import Page

from fedcms.core.i18n.translated_text import TranslatedText, TranslatedTextField
from search.public.found import FoundEntry

LANGUAGE = "es"
OPEN, CLOSE = "⟦", "⟧"
# Before each word that the database gave, so that a text may be cut or highlighted anywhere.
OWN = "\ue000"
APPS = ("users", "core", "media", "clusters", "news", "events", "federated_search", "home", "wagtailcore")
# Columns of text that hold no prose: keys, paths, codes; of all models, or of one.
KEYS = {
    *("url_path", "path", "slug", "key", "keys", "kind", "status", "language", "language_code", "accent"),
    *(
        "address",
        "canonical",
        "identity",
        "origin",
        "url",
        "words",
        "searches",
        "hostname",
        "spoken_languages",
    ),
    *("title_key", "organisation", "country", "version", "digest", "searchentry.source"),
}
# What in the JSON of a text is no prose.
PARTS = {"type", "id", "url"}
# What a reader sees or hears that is no text of an element.
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "aria-valuetext", "data-copied")
SILENT = {"script", "style", "svg"}
# Names of formats, of services and of the project's own, the same in every language.
NAMES = {"FR", "EN", "ES", "AR", "RSS", "Atom", "JSON", "FED", "PDF", "TXT", "WEBP", "ZIP", "UTC", "EUR"}
NAMES |= {"LinkedIn", "Bluesky", "Mastodon", "WhatsApp"}
TYPED = ["formacion", "zzzqqq"]
# Words that nothing marks, one of them the title of a page: were they taken for marked, the measure would see nothing.
CONTROLS = ("Publier sans jamais rien traduire", "Actualités", "Noticias", "Agenda")
_WORD = re.compile(r"[^\W\d_]{2,}")
_OWN_WORD = re.compile(OWN + _WORD.pattern)
_MARKUP = re.compile(r"(<[^>]*>|&\w+;)")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b[\w-]+\.example\b")


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


def mark_text(text: str) -> str:
    """A text, or HTML, with a mark before each word."""
    parts = _MARKUP.split(text)
    return "".join(part if n % 2 else _WORD.sub(rf"{OWN}\g<0>", part) for n, part in enumerate(parts))


def mark_value(value: object) -> object:
    """What a column holds, its words marked: a text, words by language, the JSON of a text with blocks."""
    if isinstance(value, str):
        return mark_text(value)
    if isinstance(value, TranslatedText):
        return TranslatedText({code: mark_text(text) for code, text in value.items()})
    if isinstance(value, dict):
        return {name: each if name in PARTS else mark_value(each) for name, each in value.items()}
    if isinstance(value, list):
        return [mark_value(each) for each in value]
    return value


def mark_content() -> None:
    """Has every text that is read from the database marked, in this process; what is there stays as it is."""
    for model in apps.get_models():
        if model._meta.app_label not in APPS or model._meta.proxy:
            continue
        for column in model._meta.local_concrete_fields:
            if _is_prose(column):
                column.from_db_value = _marking(column)  # type: ignore[union-attr]  # fields that read as they like
    # What the engine highlights comes from its own tables.
    make = FoundEntry.__init__
    FoundEntry.__init__ = lambda found, entry, title, passage, is_near=False: make(  # type: ignore[method-assign]
        found, entry, _mark_safe(title), _mark_safe(passage), is_near
    )


def _is_prose(column: models.Field[object, object]) -> bool:
    if isinstance(column, (TranslatedTextField, StreamField)):
        return True
    is_text = isinstance(column, (models.CharField, models.TextField))
    is_key = isinstance(column, (models.SlugField, models.EmailField, models.URLField))
    names = {column.name, f"{column.model._meta.model_name}.{column.name}"}
    return is_text and not is_key and not column.choices and KEYS.isdisjoint(names)


def _marking(column: models.Field[object, object]) -> Callable[[object, object, object], object]:
    if isinstance(column, StreamField):
        return lambda value, expression, connection: column.to_python(
            mark_value(column.json_field.from_db_value(value, expression, connection))
        )
    read = getattr(column, "from_db_value", lambda value, *_given: value)
    return lambda value, expression, connection: mark_value(read(value, expression, connection))


def _mark_safe(text: SafeString) -> SafeString:
    return mark_safe(mark_text(text))  # as safe as it was


def pieces(tree: html.HtmlElement) -> Iterator[str]:
    """Everything on a page that a reader sees or hears, piece by piece."""
    for element in tree.iter():
        way = [element, *element.iterancestors()]
        if not isinstance(element.tag, str) or any(each.tag in SILENT for each in way):
            continue
        yield from (str(text) for text in element.xpath("text()"))
        yield from (value for name in SPOKEN if (value := element.get(name)))
    said = "@name='description' or @property='og:title' or @property='og:site_name' or @property='og:description'"
    yield from tree.xpath(f"//head/meta[{said}]/@content")


def is_marked(piece: str, neutral: set[str]) -> bool:
    """Whether each word of a piece is the interface's or the content's, or a name of CLDR."""
    left = _ADDRESS.sub("|", _OWN_WORD.sub("|", without_marked(piece)))
    return neutral.issuperset(word.casefold() for word in _WORD.findall(left))


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
    """How many pieces of text were the interface's, and those that bear no mark, with where one stands."""
    mark_catalogue(LANGUAGE)
    paths = addresses()
    mark_content()
    neutral = words_of_cldr(LANGUAGE) | {name.casefold() for name in NAMES}
    assert not any(is_marked(control, neutral) for control in CONTROLS)
    client = Client(headers={"host": "127.0.0.1"})
    found: dict[str, str] = {}
    marked = 0
    for path in paths:
        response = client.get(path)
        if "html" not in response["Content-Type"]:
            continue
        for piece in pieces(html.fromstring(response.content.decode())):
            marked += OPEN in piece
            if not is_marked(piece, neutral):
                found.setdefault(" ".join(piece.split())[:120], path)
    return marked, found


def dump() -> None:
    """Prints it as one line of JSON."""
    marked, found = unmarked()
    sys.stdout.write(json.dumps({"marked": marked, "unmarked": found}) + "\n")
