"""Every route of the site outside the admin, in every language, with the queries that its view reads."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.translation import override

from tests.admin_walk.browser import EVERYTHING, Browser
from tests.admin_walk.doors import Door, patterns
from tests.admin_walk.stage import LANGUAGES
from tests.embargo_oracle.fills import ADDRESSES
from tests.embargo_oracle.queries import IGNORED_KEYS, QUERIES
from tests.embargo_oracle.world import World


def public_doors() -> list[Door]:
    """Every pattern that is not below admin/, once whatever the language; `route` is that of French."""
    with override(settings.LANGUAGE_CODE):
        found = [
            door for door in patterns(get_resolver().url_patterns) if not door.route.startswith("admin/")
        ]
    return list({door.key: door for door in found}.values())


def _is_translated(door: Door) -> bool:
    return door.route.startswith(f"{settings.LANGUAGE_CODE}/")


def paths(door: Door, world: World, languages: Sequence[str] = LANGUAGES) -> list[str] | None:
    """The paths by which a door is asked; `None` when it has arguments and nobody said with what."""
    if not _is_translated(door):
        languages = languages[:1]
    found: list[str] = []
    for language in languages:
        with override(language):
            fill = ADDRESSES.get(door.key)
            if fill is not None:
                found += fill(world, language)
            elif door.arguments or "(" in door.route:
                return None
            elif not door.name:
                found.append(f"/{door.route}")
            else:
                try:
                    found.append(reverse(door.name))
                except NoReverseMatch:
                    return None
    return list(dict.fromkeys(quote(path, safe="/%") for path in found))


def queries(path: str, asked: set[str], world: World) -> Iterator[str]:
    """For each key that a view has read from its query, addresses with values for it, beside a search for the bait."""
    always = {"q": QUERIES["q"](world)[0]} if "q" in asked else {}
    if always:
        yield f"{path}?{urlencode(always)}"
    for key in sorted(asked & set(QUERIES)):
        for value in QUERIES[key](world):
            if (query := always | {key: value}) != always:
                yield f"{path}?{urlencode(query)}"


def unknown_keys(asked: set[str]) -> set[str]:
    """The keys that a view has read, and for which nobody has said a value."""
    return asked - set(QUERIES) - set(IGNORED_KEYS) - {EVERYTHING}


def asked_by(browser: Browser) -> set[str]:
    """What the view of the last address has read of its query."""
    asked = set(browser.asked)
    browser.asked.clear()
    return asked
