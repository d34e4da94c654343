"""What there is to ask for on the site that is replayed on: all visible pages, feeds, searches. Needs Django."""

import random
import re
from collections.abc import Iterable
from itertools import chain, zip_longest
from urllib.parse import quote, quote_plus

from django.conf import settings
from wagtail.models import get_page_models

from clusters.content.subscriptions import CALENDAR
from clusters.models import ClusterPage, ContactPage, JoinPage, Organisation
from clusters.models.directory import OrganisationIndexPage
from events.models import AgendaPage, EventPage, TradeMissionPage
from fedcms.core.models.base_page import BasePage
from home.feeds.formats import FORMATS
from home.models import HomePage
from news.models import ArticlePage, NewsIndexPage, NewsroomPage, PressReleasePage, SuccessStoryPage
from tests.faults.load import read
from tests.replay.day import Addresses
from tests.replay.lines import MEDIA, STATIC

GROUPS: dict[str, tuple[type[BasePage], ...]] = {
    "home": (HomePage,),
    "article": (ArticlePage, SuccessStoryPage),
    "release": (PressReleasePage,),
    "event": (EventPage,),
    "mission": (TradeMissionPage,),
    "cluster": (ClusterPage,),
    "form": (ContactPage, JoinPage),
    "listing": (NewsIndexPage, AgendaPage, NewsroomPage, OrganisationIndexPage),
}
SEARCHES = 400
PAGES_READ = 48
"""Pages whose files are asked for."""


def _by_language(paths: Iterable[str]) -> list[str]:
    """Returns paths with those of the languages in turn: each has its popular pages, French first."""
    found: dict[str, list[str]] = {code: [] for code, _name in settings.LANGUAGES}
    for path in paths:
        found[path.split("/")[1]].append(path)
    return [path for path in chain.from_iterable(zip_longest(*found.values())) if path]


def _visible(models: Iterable[type[BasePage]]) -> list[str]:
    """Returns the addresses of all pages of some types, what appeared last first."""
    pages = [page for model in models for page in model.objects.visible().order_by("depth", "-pk")]
    return _by_language(quote(page.url_path) for page in pages)


def _all_types() -> list[type[BasePage]]:
    return [model for model in get_page_models() if issubclass(model, BasePage)]


def _searches() -> list[str]:
    """Returns addresses of searches: a word of a title, two of them, or one with a letter that is missing."""
    chance = random.Random(1)
    found = []
    for page in ArticlePage.objects.visible().select_related("locale").order_by("pk")[:SEARCHES]:
        words = re.findall(r"\w{5,}", page.title)
        if words:
            typed = chance.choice((words[:1], words[:1], words[:2], [words[0][:2] + words[0][3:]]))
            found.append(f"/{page.locale.language_code}/search/?q={quote_plus(' '.join(typed))}")
    return _by_language(dict.fromkeys(found))


def groups() -> dict[str, list[str]]:
    """Returns the addresses of the site by their group in `tests.replay.day.SHARES`."""
    found = {group: _visible(models) for group, models in GROUPS.items()}
    known = set(chain.from_iterable(found.values()))
    found["standard"] = [path for path in _visible(_all_types()) if path not in known]
    directories = _visible((OrganisationIndexPage,))
    slugs = Organisation.objects.order_by("pk").values_list("slug", flat=True)
    found["organisation"] = [f"{directory}{slug}/" for slug in slugs for directory in directories]
    news, agendas = _visible((NewsIndexPage,)), _visible((AgendaPage,))
    clusters = list(dict.fromkeys(ClusterPage.objects.order_by("pk").values_list("slug", flat=True)))
    found["filtered"] = [
        *(f"{path}?view={view}" for view in ("month", "week", "map") for path in agendas[:8]),
        *(f"{path}?cluster={slug}" for slug in clusters for path in news[:4]),
    ]
    found["further"] = [f"{path}?page={number}" for number in (2, 3) for path in news[:4]]
    found["search"] = _searches()
    languages = [code for code, _name in settings.LANGUAGES]
    scopes = ["", *(f"clusters/{slug}/" for slug in clusters)]
    found["feed"] = [
        f"/{code}/feeds/{scope}{name}" for scope in scopes for name in FORMATS for code in languages
    ]
    found["calendar"] = [f"/{code}/feeds/{scope}{CALENDAR}" for scope in scopes for code in languages]
    found["calendar"] += [f"{path}{CALENDAR}" for path in found["event"]]
    found["missing"] = [
        *("/wp-login.php", "/.env", "/xmlrpc.php"),
        *(f"/{code}/page-of-{year}/" for year in range(2015, 2025) for code in languages),
    ]
    return found


def _files(port: int, paths: Iterable[str]) -> dict[str, int]:
    """Returns the files that pages name, with how many pages name each."""
    found: dict[str, int] = {}
    for path in paths:
        answer = read(port, path)
        named = re.findall(r'(?:src|href)="(/[^"?#]+)"', answer.body.decode(errors="replace"))
        for name in dict.fromkeys(named):
            if name.startswith((STATIC, *MEDIA)):
                found[name] = found.get(name, 0) + 1
    return found


def addresses(port: int) -> Addresses:
    """Returns all of it; the files are those of some popular pages, read from the site that answers at a port."""
    found = groups()
    some = [*found["home"], *found["article"], *found["event"]][:PAGES_READ]
    files = sorted(_files(port, some).items(), key=lambda file: (-file[1], file[0]))
    static = [path for path, pages in files if path.startswith(STATIC) and pages >= PAGES_READ / 2]
    images = [path for path, _pages in files if path.startswith(MEDIA)]
    return Addresses(found, static, images)
