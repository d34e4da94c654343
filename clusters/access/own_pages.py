"""Finds the pages that a person may edit in the admin, and those that they may see."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from clusters.access.teams import Person, is_superuser, teams_of
from clusters.models.page_permissions import edits_by_section
from clusters.models.section import FederationRootPage
from fedcms.core.visibility import visible_q

_CACHE = "_fedcms_federation_paths"


@dataclass(frozen=True)
class OwnPages:
    """The tree paths of a person's own pages: `roots` with all pages below them, `exact` without."""

    roots: tuple[str, ...]
    exact: frozenset[str] = frozenset()

    def holds(self, path: str) -> bool:
        """Returns whether the page at a path is one of them."""
        return path in self.exact or path.startswith(self.roots)

    def as_q(self) -> Q:
        """Returns `holds` as a condition on pages."""
        own = Q(path__in=self.exact)
        for root in self.roots:
            own |= Q(path__startswith=root)
        return own


def own_pages(user: Person) -> OwnPages:
    """Returns a person's own pages: those on which their groups hold a permission, and all below; for a superuser, all.

    For the federation's team also the home pages and indexes of clusters, on which no group holds a permission
    (FederationRootPage).
    """
    if is_superuser(user):
        return OwnPages(("",))
    held = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return OwnPages(tuple(sorted({permission.page.path for permission in held})), federation_paths(user))


def federation_paths(user: Person) -> frozenset[str]:
    """Returns the paths of pages that a person may edit only as one of the federation's team; cached on the user."""
    known = getattr(user, _CACHE, None)
    if isinstance(known, frozenset):
        return known
    paths: frozenset[str] = frozenset()
    if teams_of(user).federation:
        types = [model for model in get_page_models() if issubclass(model, FederationRootPage)]
        keys = [found.pk for found in ContentType.objects.get_for_models(*types).values()]
        paths = frozenset(Page.objects.filter(content_type__in=keys).values_list("path", flat=True))
    setattr(user, _CACHE, paths)
    return paths


def is_own(user: Person, page: Page) -> bool:
    """Returns whether a person holds any permission on a page, by its section or as one of the federation's team.

    Translators hold none: what they may open on a translation is decided in clusters.admin_guard.
    """
    if is_superuser(user):
        return True
    if not user.is_active:
        return False
    held = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    if any(page.path.startswith(permission.page.path) for permission in held):
        return True
    # Left are the federation's roots and reviewers. For any other page of others, which is what an address that
    # somebody tries names, the page as its own class need not be read.
    is_root = issubclass(page.specific_class or Page, FederationRootPage)
    if not is_root and not page.workflow_in_progress:
        return False
    specific = page.specific
    tester = specific.permissions_for_user(user)
    return bool(tester.permissions or edits_by_section(user, specific))


def explorable(user: Person) -> PageQuerySet:
    """Returns a person's own pages and the pages above them, through which they are reached."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


def seen_pages(pages: PageQuerySet, user: Person, among: Q | None = None) -> PageQuerySet:
    """Filters the pages that a person may be shown: own pages in any state, and those visible to everybody.

    `among` is a condition that all of `pages` meet anyway (their parent, their key). It narrows the subquery, which
    would otherwise look at every page of the site.
    """
    if is_superuser(user):
        return pages
    candidates = Page.objects.filter(among) if among is not None else Page.objects.all()
    own = explorable(user).order_by()
    own = own.filter(among) if among is not None else own
    seen = candidates.filter(Q(depth=1) | visible_q() | Q(pk__in=own.values("pk")))
    # Keys only: Wagtail's search accepts no other condition from the queryset.
    return pages.filter(pk__in=seen.order_by().values_list("pk", flat=True))


def may_see(user: Person, page: Page) -> bool:
    """Returns whether a person may be shown a page, as `seen_pages` decides."""
    return bool(seen_pages(Page.objects.filter(pk=page.pk), user, Q(pk=page.pk)).exists())


def hide_draft_title(page: Page, user: Person, own: OwnPages | None = None) -> Page:
    """Gives another team's page its published title in the admin, instead of the draft's; returns the page."""
    if not (own or own_pages(user)).holds(page.path):
        page.draft_title = page.title
    return page
