"""Which pages are a person's own in the admin, and which others they may see: what is visible to everybody."""

from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from clusters.teams import Person
from fedcms.core.visibility import visible_q


def _is_superuser(user: Person) -> bool:
    return bool(user.is_active and getattr(user, "is_superuser", False))


def own_roots(user: Person) -> list[str]:
    """The tree paths of the pages on which a person's groups hold a right; the right reaches all below."""
    held = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return sorted({permission.page.path for permission in held})


def is_own(user: Person, page: Page) -> bool:
    """Whether a person holds any right on a page: by its section, or as one of the federation's team on its roots."""
    if _is_superuser(user):
        return True
    if not user.is_active:
        return False
    specific = page.specific
    tester = specific.permissions_for_user(user)
    return bool(tester.permissions or tester.can_edit())


def explorable(user: Person) -> PageQuerySet:
    """Own pages and the pages above them, through which a person walks to them."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


def seen_pages(pages: PageQuerySet, user: Person) -> PageQuerySet:
    """Those of `pages` that a person may be shown: own ones whatever their state, and what is visible to everybody."""
    if _is_superuser(user):
        return pages
    seen = Page.objects.filter(Q(depth=1) | visible_q() | Q(pk__in=explorable(user).order_by().values("pk")))
    # Keys alone: Wagtail's search takes no other condition from the queryset it is asked on.
    return pages.filter(pk__in=seen.order_by().values_list("pk", flat=True))


def may_see(user: Person, page: Page) -> bool:
    """`seen_pages` for one page."""
    return bool(seen_pages(Page.objects.filter(pk=page.pk), user).exists())


def hide_draft_title(page: Page, user: Person, roots: list[str] | None = None) -> Page:
    """Puts the published title of another's page in the place of the one of its draft, which the admin shows else."""
    paths = own_roots(user) if roots is None else roots
    if not _is_superuser(user) and not any(page.path.startswith(path) for path in paths):
        page.draft_title = page.title
    return page
