"""Finds the pages that a person may edit in the admin, and those that they may see."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from clusters.access.teams import Person, teams_of
from clusters.models.page_permissions import edits_by_section
from clusters.models.section import FederationRootPage
from fedcms.core.visibility import visible_q

_CACHE = "_fedcms_federation_paths"


def _is_superuser(user: Person) -> bool:
    return bool(user.is_active and getattr(user, "is_superuser", False))


@dataclass(frozen=True)
class OwnPages:
    """The tree paths of what is a person's: `roots` with all below them, `exact` without."""

    roots: tuple[str, ...]
    exact: frozenset[str] = frozenset()

    def holds(self, path: str) -> bool:
        """Whether the page at a path is among them."""
        return path in self.exact or path.startswith(self.roots)

    def as_q(self) -> Q:
        """The same as a condition on pages."""
        own = Q(path__in=self.exact)
        for root in self.roots:
            own |= Q(path__startswith=root)
        return own


def own_pages(user: Person) -> OwnPages:
    """The pages that are a person’s: where their groups hold a right, and what is below; a superuser’s are all.

    Of the federation's team, the home pages and indexes of clusters too, which carry no right (FederationRootPage).
    """
    if _is_superuser(user):
        return OwnPages(("",))
    held = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return OwnPages(tuple(sorted({permission.page.path for permission in held})), federation_paths(user))


def federation_paths(user: Person) -> frozenset[str]:
    """The paths of pages that are one's by membership in the federation's team alone, remembered on the object."""
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
    """Whether a person holds any right on a page: by its section, or as one of the federation's team on its roots.

    Not a translator: what is open to them on a translation is named where it is (clusters.admin_guard).
    """
    if _is_superuser(user):
        return True
    if not user.is_active:
        return False
    specific = page.specific
    tester = specific.permissions_for_user(user)
    return bool(tester.permissions or edits_by_section(user, specific))


def explorable(user: Person) -> PageQuerySet:
    """Own pages and the pages above them, through which a person reaches them."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


def seen_pages(pages: PageQuerySet, user: Person, among: Q | None = None) -> PageQuerySet:
    """Those of `pages` that a person may be shown: own ones whatever their state, and what is visible to everybody.

    `among` is a condition that all of `pages` meet anyway (their parent, their key): by it the database finds those of
    which it asks the rest, instead of asking it of every page of the site.
    """
    if _is_superuser(user):
        return pages
    candidates = Page.objects.filter(among) if among is not None else Page.objects.all()
    own = explorable(user).order_by()
    own = own.filter(among) if among is not None else own
    seen = candidates.filter(Q(depth=1) | visible_q() | Q(pk__in=own.values("pk")))
    # Keys alone: Wagtail's search takes no other condition from the queryset it is asked on.
    return pages.filter(pk__in=seen.order_by().values_list("pk", flat=True))


def may_see(user: Person, page: Page) -> bool:
    """`seen_pages` for one page."""
    return bool(seen_pages(Page.objects.filter(pk=page.pk), user, Q(pk=page.pk)).exists())


def hide_draft_title(page: Page, user: Person, own: OwnPages | None = None) -> Page:
    """Puts the published title of another's page in the place of the one of its draft, which the admin shows else."""
    if not (own or own_pages(user)).holds(page.path):
        page.draft_title = page.title
    return page
