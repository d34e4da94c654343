"""Lists the pages that a person may create, by section and language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from clusters.access.teams import teams_of
from clusters.content.registry import content_types
from clusters.models import Cluster, ClusterPage, Federation
from fedcms.users.models import User
from home.models import HomePage


@dataclass(frozen=True)
class Creation:
    """A button that creates a page of one kind in one language."""

    label: str | Promise
    url: str
    language: str


@dataclass(frozen=True)
class SectionCreations:
    """The buttons of one team's section: those of the person's language, and those of each other language."""

    name: str
    main: list[Creation]
    others: list[tuple[str, list[Creation]]]


def _own_language() -> str:
    """Returns the language of the interface if content is written in it, else the main language."""
    wanted = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return wanted if wanted in dict(settings.WAGTAIL_CONTENT_LANGUAGES) else settings.LANGUAGE_CODE


def _sections(user: User) -> Iterator[tuple[str, list[Page]]]:
    """Yields each team's name with the roots of its section in all languages."""
    teams = teams_of(user)
    if teams.federation or user.is_superuser:
        yield str(Federation.load().name), list(HomePage.objects.all())
    clusters = {cluster.pk: str(cluster) for cluster in Cluster.objects.filter(pk__in=teams.clusters)}
    roots: dict[int, list[Page]] = {}
    for page in ClusterPage.objects.filter(cluster__in=clusters):
        roots.setdefault(page.cluster_id, []).append(page)
    for pk, pages in roots.items():
        yield clusters[pk], pages


def _creations(language: str, listings: list[Page]) -> list[Creation]:
    """Returns a button for each kind of content that one of the listings takes; it leads below the first that does."""
    buttons = []
    for model in content_types().values():
        parents = tuple(model.allowed_parent_page_models())
        parent = next((page for page in listings if issubclass(page.specific_class or Page, parents)), None)
        if parent is not None:
            url = reverse(
                "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
            )
            buttons.append(Creation(model.kind_label, url, language))
    return buttons


def creations_by_section(user: User) -> list[SectionCreations]:
    """Returns the buttons for the pages that a person may create, by section."""
    languages = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    sections = list(_sections(user))
    below = Q(pk__in=[])
    for _name, roots in sections:
        for root in roots:
            below |= Q(path__startswith=root.path, depth=root.depth + 1)
    listings = list(Page.objects.filter(below).order_by("path"))
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    found = []
    for name, roots in sections:
        by_language = {
            languages[root.locale_id]: _creations(
                languages[root.locale_id], [page for page in listings if page.path.startswith(root.path)]
            )
            for root in roots
        }
        main = by_language.pop(_own_language(), [])
        others = [(str(names.get(code, code)), buttons) for code, buttons in by_language.items() if buttons]
        if main or others:
            found.append(SectionCreations(name, main, others))
    return found
