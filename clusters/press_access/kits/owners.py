"""Finds the owners of press kits by the word in an address, and tells in which languages their kits are open."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from wagtail.models import Page

from clusters.models import Cluster, ClusterPage, Federation, PressKit
from clusters.models.cluster import FEDERATION_SLUG
from clusters.models.owner import SectionOwner
from fedcms.core.visibility import visible_q

_HOME_DEPTH = 2


def slug_of(owner: SectionOwner) -> str:
    """Returns the word that stands for an owner in addresses."""
    return owner.slug if isinstance(owner, Cluster) else FEDERATION_SLUG


def _homes() -> "QuerySet[Page]":
    """Returns the pages that open the federation's kit in their languages."""
    found: QuerySet[Page] = Page.objects.filter(visible_q(), depth=_HOME_DEPTH)
    return found


def _sections() -> "QuerySet[ClusterPage]":
    """Returns the pages that open their clusters' kits in their languages."""
    found: QuerySet[ClusterPage] = ClusterPage.objects.visible()
    return found


def open_languages(slug: str | None = None) -> dict[str, tuple[str, ...]]:
    """Returns in which languages each kit is open, by its owner's word in addresses; of one alone if `slug` is given.

    A kit is open where its owner's section is. Owners whose kit is open nowhere are missing. One query.
    """
    homes = _homes().annotate(word=Value(FEDERATION_SLUG, CharField()))
    asked = [homes.order_by().values_list("word", "locale__language_code")]
    sections = _sections().order_by().values_list("cluster__slug", "locale__language_code")
    if slug is None:
        asked.append(sections)
    elif slug != FEDERATION_SLUG:
        asked = [sections.filter(cluster__slug=slug)]
    found: dict[str, set[str]] = defaultdict(set)
    for word, code in asked[0].union(*asked[1:]) if len(asked) > 1 else asked[0]:
        found[word].add(code)
    return {
        word: tuple(code for code, _name in settings.LANGUAGES if code in codes)
        for word, codes in sorted(found.items())
    }


def find_owner(slug: str, language: str) -> SectionOwner | None:
    """Returns the owner of a public kit; `None` without one, or while its section is closed in this language."""
    if slug == FEDERATION_SLUG:
        is_open = _homes().filter(locale__language_code=language).exists()
        return Federation.load() if is_open else None
    sections = _sections().filter(cluster=OuterRef("pk"), locale__language_code=language)
    return Cluster.objects.select_related("logo").filter(Exists(sections), slug=slug).first()


def press_kit_of(owner: SectionOwner) -> PressKit:
    """Returns what an owner added to its kit; an unsaved row when there is nothing. One query."""
    cluster = owner if isinstance(owner, Cluster) else None
    return PressKit.objects.filter(cluster=cluster).first() or PressKit(cluster=cluster)


def public_kits() -> "QuerySet[PressKit]":
    """Returns the kits that are public: the federation's, and those of clusters whose section is open."""
    sections = _sections().filter(cluster=OuterRef("cluster"))
    found: QuerySet[PressKit] = PressKit.objects.filter(Q(cluster=None) | Exists(sections))
    return found


def make_kits(clusters: Iterable[Cluster | None]) -> None:
    """Makes the press kits of clusters, or of the federation (`None`), where there are none. One statement."""
    PressKit.objects.bulk_create([PressKit(cluster=each) for each in clusters], ignore_conflicts=True)


def make_missing_kits() -> int:
    """Makes the press kit of each owner that has none; returns how many. Safe to repeat."""
    missing: list[Cluster | None] = [*Cluster.objects.filter(press_kit=None)]
    if Federation.objects.exists() and not PressKit.objects.filter(cluster=None).exists():
        missing.append(None)
    make_kits(missing)
    return len(missing)
