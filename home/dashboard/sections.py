"""Reads the sections of a person's teams in all languages, and shows one as a tree with numbers of pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from clusters.access.teams import teams_of
from clusters.models import Cluster, ClusterPage, Federation
from fedcms.users.models import User
from home.models import HomePage

MOST_SECTIONS = 10
MOST_CHILDREN = 20


@dataclass(frozen=True)
class TeamSection:
    """A team's section: by language code, its root, and the pages directly below that."""

    name: str
    roots: dict[str, Page]
    children: dict[str, list[Page]]


@dataclass(frozen=True)
class TreeEntry:
    """A page of the tree; `pages` is the number of pages directly below it."""

    title: str
    url: str
    pages: int = 0
    code: str = ""
    below: list["TreeEntry"] = field(default_factory=list)


@dataclass(frozen=True)
class SectionTree:
    """A section in the person's language, two levels deep, and its roots in other languages."""

    name: str
    root: TreeEntry | None
    others: list[TreeEntry]


def own_language() -> str:
    """Returns the language of the interface if content is written in it, else the main language."""
    wanted = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return wanted if wanted in dict(settings.WAGTAIL_CONTENT_LANGUAGES) else settings.LANGUAGE_CODE


def _roots(user: User) -> Iterator[tuple[str, list[Page]]]:
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


def team_sections(user: User) -> list[TeamSection]:
    """Returns the sections of a person's teams. A fixed number of queries."""
    languages = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    sections = list(_roots(user))
    below = Q(pk__in=[])
    for _name, roots in sections:
        for root in roots:
            below |= Q(path__startswith=root.path, depth=root.depth + 1)
    pages = list(Page.objects.filter(below).order_by("path"))
    return [
        TeamSection(
            name,
            {languages[root.locale_id]: root for root in roots},
            {
                languages[root.locale_id]: [page for page in pages if page.path.startswith(root.path)]
                for root in roots
            },
        )
        for name, roots in sections
    ]


def _entry(page: Page, below: list[Page] | None = None, code: str = "", title: str = "") -> TreeEntry:
    """Returns an entry that leads into the explorer; a page below which nothing is created, to its editor."""
    is_leaf = not page.numchild and not (page.specific_class or Page).creatable_subpage_models()
    view = "wagtailadmin_pages:edit" if is_leaf else "wagtailadmin_explore"
    return TreeEntry(
        title or page.get_admin_display_title(),
        reverse(view, args=[page.pk]),
        page.numchild,
        code,
        [_entry(child) for child in (below or [])[:MOST_CHILDREN]],
    )


def section_trees(sections: list[TeamSection]) -> list[SectionTree]:
    """Returns the tree of each section. No query."""
    wanted, names = own_language(), dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    trees = []
    for section in sections[:MOST_SECTIONS]:
        root = section.roots.get(wanted)
        others = [
            _entry(page, code=code, title=str(names.get(code, code)))
            for code, page in section.roots.items()
            if code != wanted
        ]
        tree = _entry(root, section.children[wanted]) if root is not None else None
        trees.append(SectionTree(section.name, tree, others))
    return trees
