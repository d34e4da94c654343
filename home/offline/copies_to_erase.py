"""Says which copies of pages a browser may no longer show: withdrawn, restricted, moved, changed, or too old.

A page shows others (teasers, menus, people), so that whatever is changed, withdrawn, deleted or moved, and each row
that pages show, ends all older copies of its language: which of them named it is not known here, and need not be. Only
what is new, or stands in another place among its siblings, ends none.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, F, Max, Q
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from fedcms.core.models import ChangedBranch, PublicChange, Reason
from fedcms.core.page_cache.proxies import STALE_IN_ERROR
from fedcms.core.visibility import visible_q
from home.offline.asked_copies import AskedCopy

LONGEST_DAYS = 7
"""So long a copy lives: some rights (a spokesperson's consent) end by the day, of which nobody is told."""
MARGIN = timedelta(seconds=30)
"""An answer may be made before a change and arrive after it."""
LATE = timedelta(minutes=15)
"""A change is written at most so long before it is committed; one that the worker told was committed before that."""
_HARMLESS = (Reason.PUBLISHED, Reason.REORDERED)


def longest() -> timedelta:
    """Returns how long a copy lives at most: no longer than changes are remembered (FEDCMS_TASK_KEEP_DAYS)."""
    return timedelta(days=min(LONGEST_DAYS, settings.FEDCMS_TASK_KEEP_DAYS))


def _margin() -> timedelta:
    """Returns by how much an answer may be older than it says: a cache between may have kept it, too."""
    seconds = settings.FEDCMS_SHARED_CACHE_SECONDS
    return MARGIN + timedelta(seconds=seconds + STALE_IN_ERROR if seconds else 0)


def addresses_to_erase(copies: Sequence[AskedCopy]) -> list[str]:
    """Returns the addresses of those that must be erased. Three queries, whatever the number of copies."""
    now = timezone.now()
    oldest, margin = now - longest(), _margin()
    alive = [copy for copy in copies if oldest < copy.answered_at <= now + margin]
    if not alive:
        return [copy.address for copy in copies]
    since = min(copy.answered_at for copy in alive) - margin
    branches = ChangedBranch.objects.aggregate(last=Max("created_at"))["last"]
    branch_until = branches and branches + LATE
    changes = _last_changes(since)
    public = _public_addresses(alive)

    def holds(copy: AskedCopy) -> bool:
        moments = (changes.get(copy.language), changes.get(""), branch_until)
        seen_until = copy.answered_at - margin
        return copy.address in public and all(each is None or each < seen_until for each in moments)

    kept = {id(copy) for copy in alive if holds(copy)}
    return [copy.address for copy in copies if id(copy) not in kept]


def _last_changes(since: datetime) -> dict[str, datetime]:
    """Returns until when answers may show what was before the last change, by language; "" stands for all.

    Changes that the worker told are found by an index.
    """
    told = Q(dispatched_at__gte=since) | Q(dispatched_at=None, moment__gte=since - LATE)
    changes = PublicChange.objects.filter(told).exclude(subject="page", reason__in=_HARMLESS).order_by()
    until = Coalesce("dispatched_at", ExpressionWrapper(F("moment") + LATE, output_field=DateTimeField()))
    return dict(changes.values_list("language").annotate(last=Max(until)))


def _public_addresses(copies: Iterable[AskedCopy]) -> set[str]:
    """Returns the addresses that everybody may see now: pages, what a routable page answers below it, our own page."""
    ways = {copy.address: copy.paths_on_the_way for copy in copies}
    paths = {path for way in ways.values() for path in way}
    pages = (
        Page.objects.filter(url_path__in=paths)
        .order_by()
        .annotate(is_public=ExpressionWrapper(visible_q(), output_field=BooleanField()))
    )
    found = {
        path: (bool(seen), type_id)
        for path, seen, type_id in pages.values_list("url_path", "is_public", "content_type_id")
    }
    own = {offline_address(code) for code, _name in settings.LANGUAGES}
    return {address for address, way in ways.items() if _is_public(way, found, own)}


def _is_public(way: Sequence[str], found: dict[str, tuple[bool, int]], own: set[str]) -> bool:
    if way[-1] in own:
        return found.get(way[0], (False, 0))[0]
    last = next((path for path in reversed(way) if path in found), None)
    if last is None or not found[last][0]:
        return False
    return last == way[-1] or _has_route(found[last][1], way[-1].removeprefix(last))


def _has_route(type_id: int, rest: str) -> bool:
    """Returns whether pages of a type answer what follows their own address. Types are known to the process."""
    page_class = ContentType.objects.get_for_id(type_id).model_class()
    if page_class is None or not issubclass(page_class, RoutablePageMixin):
        return False
    try:
        page_class().resolve_subpage(f"/{rest}")  # type: ignore[attr-defined]  # Wagtail is untyped
    except Http404:
        return False
    return True


def offline_address(language: str) -> str:
    """Returns the address of the page that stands for what is not kept."""
    with override(language):
        return reverse("offline")
