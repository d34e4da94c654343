"""The permissions of translators: one answer for guards, reports, assignments and mails (docs/adr/0023).

A translator is in a group of one language, of a cluster or of the whole federation. They hold no page right. They work
on a page as long as it is a translation into their language that follows its source, and on nothing else; and they
start one, from a page of their section, or from one that everybody sees.
"""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.access.teams import Person
from clusters.models.membership import cluster_of_path
from clusters.models.section import ClusterPage, StructuralPage
from clusters.translation.models import TranslatorGroup
from fedcms.core.visibility import is_visible
from fedcms.users.models import User

_CACHE = "_fedcms_translates"


@dataclass(frozen=True)
class TranslatorScope:
    """What a person translates: by the key of each language, the tree paths of the sections, in all languages.

    A path is one of a section's root; "" is everything. No query once it was read.
    """

    roots: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def covers(self, path: str, locale_id: int) -> bool:
        """Whether the page at a path, original or translation, is translated into a language by this person."""
        return path.startswith(self.roots.get(locale_id, ()))

    def below(self, locale_id: int) -> Q:
        """The same as a condition on pages."""
        found = Q(pk__in=[])
        for root in self.roots.get(locale_id, ()):
            found |= Q(path__startswith=root)
        return found

    def everywhere(self, locale_id: int) -> bool:
        """Whether the person translates into a language for the whole federation."""
        return "" in self.roots.get(locale_id, ())

    def reads_drafts(self, path: str, *, of_federation: bool) -> bool:
        """Whether what the page at a path says while nobody else sees it is the person's to read.

        That of their clusters is; to who translates for the whole federation its own is, of no cluster.
        """
        roots = {root for held in self.roots.values() for root in held}
        return path.startswith(tuple(roots - {""})) or (of_federation and "" in roots)

    def __bool__(self) -> bool:
        return bool(self.roots)


def translator_scope(user: Person) -> TranslatorScope:
    """What a person translates, remembered on the object for the length of the request. Two queries at most.

    Empty for a superuser, who needs no group.
    """
    known = getattr(user, _CACHE, None)
    if isinstance(known, TranslatorScope):
        return known
    may = user.is_active and not getattr(user, "is_superuser", False)
    scope = _read(user) if may else TranslatorScope()
    setattr(user, _CACHE, scope)
    return scope


def _read(user: Person) -> TranslatorScope:
    held: list[tuple[int, int | None]] = list(
        TranslatorGroup.objects.filter(group__user=user.pk or 0).values_list("locale_id", "cluster_id")
    )
    clusters = {cluster for _locale, cluster in held if cluster is not None}
    sections: dict[int, list[str]] = {}
    if clusters:
        rows = ClusterPage.objects.filter(cluster__in=clusters).order_by().values_list("cluster_id", "path")
        for cluster, path in rows:
            sections.setdefault(cluster, []).append(path)
    roots: dict[int, tuple[str, ...]] = {}
    for locale, cluster in held:
        own = ("",) if cluster is None else tuple(sections.get(cluster, ()))
        roots[locale] = roots.get(locale, ()) + own
    return TranslatorScope(roots)


def is_followed(page: Page) -> bool:
    """Whether a page is a translation that follows its source. One query."""
    return bool(
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        ).exists()
    )


def edits_as_translator(user: Person, page: Page) -> bool:
    """Whether a page is a translation on which a person works as a translator; no query for who is none."""
    return translator_scope(user).covers(page.path, page.locale_id) and is_followed(page)


def _may_begin(user: Person, page: Page, locale: Locale) -> bool:
    scope = translator_scope(user)
    if not scope.covers(page.path, locale.pk):
        return False
    # Another cluster's draft is its own affair until somebody of it asks for a translation.
    if not scope.everywhere(locale.pk) or is_visible(page):
        return True
    cluster_roots = [root for root in scope.roots[locale.pk] if root]
    return page.path.startswith(tuple(cluster_roots)) or cluster_of_path(page.path) is None


def starts_as_translator(user: Person, page: Page, locale: Locale) -> bool:
    """Whether a person, as a translator, may have a page translated into a language; they ask no editor for it.

    A page of their own section in any state; for the whole federation, one that is visible, or the federation's own.
    """
    if (
        page.is_root()
        or page.locale_id == locale.pk
        or issubclass(page.specific_class or Page, StructuralPage)
    ):
        return False
    return _may_begin(user, page, locale)


def translators_of(page: Page, locale: Locale) -> "QuerySet[User]":
    """The active translators into a language of a page's cluster (or of the federation's own), and the federation's."""
    cluster = cluster_of_path(page.path)
    groups = TranslatorGroup.objects.filter(locale=locale).reaching(cluster.pk if cluster else None)
    return User.objects.filter(is_active=True, groups__in=groups.values("group")).distinct()
