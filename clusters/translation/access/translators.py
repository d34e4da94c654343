"""The permissions of translators, as guards, reports, assignments and mails ask for them (docs/adr/0023).

A translator is in a group for one language, of one cluster or of the whole federation, and holds no page permission.
They may edit a page as long as it is a translation into their language that follows its source, and nothing else. They
may start a translation of a page of their section, or of a page that is visible to everybody.
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
    """What a person may translate: for the key of each locale, the tree paths of the section roots, in all languages.

    The path "" stands for the whole tree. Its methods make no query.
    """

    roots: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def covers(self, path: str, locale_id: int) -> bool:
        """Returns whether the person translates the page at a path, original or translation, into a language."""
        return path.startswith(self.roots.get(locale_id, ()))

    def below(self, locale_id: int) -> Q:
        """Returns `covers` as a condition on pages."""
        found = Q(pk__in=[])
        for root in self.roots.get(locale_id, ()):
            found |= Q(path__startswith=root)
        return found

    def everywhere(self, locale_id: int) -> bool:
        """Returns whether the person translates into a language for the whole federation."""
        return "" in self.roots.get(locale_id, ())

    def reads_drafts(self, path: str, *, of_federation: bool) -> bool:
        """Returns whether the person may read the unpublished draft of the page at a path.

        Translators of a cluster may read the drafts of its section; those of the whole federation the drafts of the
        federation's own pages (`of_federation`), which belong to no cluster.
        """
        roots = {root for held in self.roots.values() for root in held}
        return path.startswith(tuple(roots - {""})) or (of_federation and "" in roots)

    def __bool__(self) -> bool:
        return bool(self.roots)


def translator_scope(user: Person) -> TranslatorScope:
    """Returns what a person may translate. At most two queries, then cached on the user for the rest of the request.

    Empty for a superuser, who needs no group, and for an inactive user.
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
    """Returns whether a page is a translation that follows its source. One query."""
    return bool(
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        ).exists()
    )


def edits_as_translator(user: Person, page: Page) -> bool:
    """Returns whether a person edits a page as a translator of it. No query for people who are no translators."""
    return translator_scope(user).covers(page.path, page.locale_id) and is_followed(page)


def _may_begin(user: Person, page: Page, locale: Locale) -> bool:
    scope = translator_scope(user)
    if not scope.covers(page.path, locale.pk):
        return False
    # A cluster's unpublished page is translated by others only after its team has asked for it.
    if not scope.everywhere(locale.pk) or is_visible(page):
        return True
    cluster_roots = [root for root in scope.roots[locale.pk] if root]
    return page.path.startswith(tuple(cluster_roots)) or cluster_of_path(page.path) is None


def starts_as_translator(user: Person, page: Page, locale: Locale) -> bool:
    """Returns whether a person may start the translation of a page as a translator, without asking an editor.

    Translators of a cluster may start with any page of its section; those of the whole federation with a page that is
    visible, or one of the federation's own.
    """
    if (
        page.is_root()
        or page.locale_id == locale.pk
        or issubclass(page.specific_class or Page, StructuralPage)
    ):
        return False
    return _may_begin(user, page, locale)


def translators_of(page: Page, locale: Locale) -> "QuerySet[User]":
    """Returns the active users who translate a page into a language, of its cluster and of the whole federation."""
    cluster = cluster_of_path(page.path)
    groups = TranslatorGroup.objects.filter(locale=locale).reaching(cluster.pk if cluster else None)
    return User.objects.filter(is_active=True, groups__in=groups.values("group")).distinct()
