"""Up to which moment a page may be kept: the first at which something that it shows appears or expires."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

from fedcms.core.page_cache import moments
from fedcms.core.page_cache.moments import end_of
from fedcms.core.shown_tags import MENU, page_tag, set_tag, type_tag
from home.models import StandardPage
from tests.factories import make_cluster

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-06-10T12:00:00+02:00")
MIDNIGHT = datetime.fromisoformat("2026-06-11T00:00:00+02:00")
BEFORE, SOON, LATER = (NOON + timedelta(minutes=minutes) for minutes in (-5, 10, 30))


@pytest.fixture
def page() -> Page:
    """A page that stands below a section."""
    return Page.objects.filter(depth__gt=3, locale__language_code="fr").earliest("pk")


@pytest.fixture(autouse=True)
def _at_noon(db: None) -> None:
    make_cluster("nord", "NOR", "Nord")
    Page.objects.update(go_live_at=None, expire_at=None)


@pytest.mark.parametrize(
    ("appears", "expires", "end"),
    [
        (None, None, MIDNIGHT),
        (SOON, None, SOON),
        (None, SOON, SOON),
        (SOON, LATER, SOON),
        # Nobody's wish, but it may be stored: it will have expired before it appears.
        (LATER, SOON, SOON),
        (BEFORE, SOON, SOON),
        (SOON, BEFORE, SOON),
        (BEFORE, BEFORE, MIDNIGHT),
        # The moment itself has come.
        (NOON, NOON, MIDNIGHT),
    ],
)
def test_the_first_moment_of_a_page_ends_it(
    page: Page, appears: datetime | None, expires: datetime | None, end: datetime
) -> None:
    Page.objects.filter(pk=page.pk).update(go_live_at=appears, expire_at=expires)
    with time_machine.travel(NOON, tick=False):
        assert end_of(frozenset((page_tag(page.pk),)), [], timezone.now()) == end


@pytest.mark.parametrize("at_once", [1, 2, 256])
def test_the_first_page_of_many_ends_it(page: Page, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are asked for by one statement."""
    monkeypatch.setattr(moments, "MOST_AT_ONCE", at_once)
    others = [*Page.objects.exclude(pk=page.pk).values_list("pk", flat=True)]
    Page.objects.filter(pk__in=others).update(expire_at=LATER)
    Page.objects.filter(pk=page.pk).update(go_live_at=SOON)
    with time_machine.travel(NOON, tick=False):
        now = timezone.now()
        assert end_of(frozenset(map(page_tag, others)), [], now) == LATER
        assert end_of(frozenset(map(page_tag, [*others, page.pk])), [], now) == SOON
        assert end_of(frozenset((page_tag(others[0]),)), [SOON], now) == SOON
        # It shows nothing of them.
        assert end_of(frozenset(), [], now) == MIDNIGHT


def test_each_tag_of_a_page_ends_what_shows_it(page: Page) -> None:
    """By its number, its translations, the menu, or a list of its language, but not by others."""
    Page.objects.filter(pk=page.pk).update(expire_at=SOON)
    of_menu = Page.objects.filter(depth=3, locale_id=page.locale_id).earliest("pk")
    kind = ContentType.objects.get_for_model(StandardPage).pk
    other = Locale.objects.exclude(pk=page.locale_id).earliest("pk")
    with time_machine.travel(NOON, tick=False):

        def end(*tags: str) -> datetime:
            return end_of(frozenset(tags), [], timezone.now())

        assert end(set_tag(page.translation_key)) == end(page_tag(page.pk)) == SOON
        assert end(set_tag(uuid4()), set_tag(UUID(int=0))) == end(page_tag(0)) == MIDNIGHT
        assert end(type_tag(kind, page.locale_id)) == end(type_tag(kind)) == SOON
        assert end(type_tag(kind, other.pk)) == MIDNIGHT
        assert end(type_tag(kind, other.pk), page_tag(page.pk)) == SOON
        assert end(MENU) == MIDNIGHT
        Page.objects.filter(pk=of_menu.pk).update(go_live_at=SOON)
        assert end(MENU) == end(MENU, page_tag(0)) == SOON
        # With a list of one language, and of all.
        assert end(MENU, type_tag(kind, other.pk)) == SOON
        assert end(MENU, type_tag(kind), page_tag(0)) == SOON
        assert end(type_tag(kind, other.pk), type_tag(kind, page.locale_id)) == SOON
