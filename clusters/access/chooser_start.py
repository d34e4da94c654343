"""Decides where the chooser of pages opens: at one's own section, in the language of the page that is edited.

Wagtail opens it at the root of all languages. The chooser is told nothing of the page: the browser names the screen
from which it asks (the referrer). That decides where one begins to look, and nothing about rights.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from clusters.access.teams import teams_of
from clusters.models import ClusterPage

# The depth of the home pages, below the root of all languages.
HOME_DEPTH = 2


def edited_page(request: HttpRequest) -> Page | None:
    """Returns the page of whose screen the request was sent; for a new page, the one below which it will be."""
    try:
        match = resolve(urlsplit(request.headers.get("Referer", "")).path)
    except (Resolver404, ValueError):
        return None
    if not match.view_name.startswith("wagtailadmin_pages:"):
        return None
    key = match.kwargs.get("page_id") or match.kwargs.get("parent_page_id")
    return Page.objects.filter(pk=key, depth__gt=1).select_related("locale").first() if key else None


def _locale_of(page: Page | None) -> Locale | None:
    if page is not None:
        return page.locale
    language = (get_language() or "").split("-")[0]
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    return locales.get(language) or locales.get(settings.LANGUAGE_CODE)


def start_page(request: HttpRequest, types: tuple[type[Page], ...]) -> Page | None:
    """Returns the page at which the chooser opens; `None` when no page of the types is there, or below it.

    It is the person's section in which the edited page is; else the home page for who works for the federation, and the
    first of their sections for everybody else.
    """
    user, page = request.user, edited_page(request)
    locale, teams = _locale_of(page), teams_of(user)
    sections = list(ClusterPage.objects.filter(locale=locale, cluster__in=teams.clusters).order_by("path"))
    start: Page | None = next(
        (section for section in sections if page is not None and page.path.startswith(section.path)), None
    )
    if start is None and sections and not teams.federation and not getattr(user, "is_superuser", False):
        start = sections[0]
    start = start or Page.objects.filter(locale=locale, depth=HOME_DEPTH).first()
    if start is None or types == (Page,):
        return start
    return start if Page.objects.type(*types).filter(path__startswith=start.path).exists() else None
