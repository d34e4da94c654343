"""Pages with dates and seats: what the clock, a sign-up or a call changes on them, it changes on kept ones."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import Cluster
from events.models import Application, CallForApplications, EventPage, SignUp, SignUpState, TradeMissionPage
from events.models.application import ApplicationState, DecisionKind
from tests.events.applications.support import make_call
from tests.events.signup.support import make_sheet
from tests.factories import make_cluster, make_event
from tests.page_cache.support import fresh, is_kept, kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

EVENT, MISSION, AGENDA, HOME = (BUDGETS[name][0] for name in ("event", "mission", "agenda", "home"))


@pytest.fixture(autouse=True)
def _with_cache(site: Cluster, settings: Settings) -> Iterator[None]:
    """At noon, far from midnight, after everything was made."""
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True
    tomorrow = timezone.localtime() + timedelta(days=1)
    with time_machine.travel(tomorrow.replace(hour=12, minute=1, second=0, microsecond=0), tick=False):
        yield


def in_minutes(number: int, seconds: int = 0) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=number, seconds=seconds), tick=False)


def test_a_seat_that_is_taken_is_gone_from_the_kept_page() -> None:
    sheet = make_sheet(EventPage.objects.get(), 2)
    before = kept(EVENT)
    assert is_kept(EVENT)
    SignUp.objects.create(
        sheet=sheet, state=SignUpState.CONFIRMED, rank=1, name="Zoé", language="fr", form_key="1"
    )
    taken = kept(EVENT)
    assert taken == fresh(EVENT) != before
    SignUp.objects.update(state=SignUpState.WAITING)
    assert kept(EVENT) == fresh(EVENT) != taken


@pytest.mark.parametrize("page", [EVENT, MISSION])
def test_the_calendar_of_one_page_is_kept_until_its_words_change(page: str) -> None:
    calendar = f"{page}calendar.ics"
    kept(calendar)
    assert is_kept(calendar)
    other = next(path for path in (EVENT, MISSION) if path != page)
    renamed = Page.objects.get(url_path=other).specific
    renamed.title = "Autre"
    renamed.save_revision().publish()
    assert is_kept(calendar)
    one = Page.objects.get(url_path=page).specific
    one.title = "Un titre neuf"
    one.save_revision().publish()
    assert "Un titre neuf" in kept(calendar)[1]
    one.unpublish()
    assert kept(calendar)[0] == 404


def test_a_sign_up_that_closes_leaves_the_kept_calendar_at_its_moment() -> None:
    make_sheet(EventPage.objects.get(), 2, closes_at=timezone.now() + timedelta(minutes=10))
    calendar = f"{EVENT}calendar.ics"
    early = kept(calendar)
    with in_minutes(9):
        assert kept(calendar) == fresh(calendar)
    with in_minutes(10, 1):
        assert kept(calendar) == fresh(calendar) != early


def test_a_sign_up_opens_and_closes_on_the_kept_page_at_its_moment() -> None:
    now = timezone.now()
    make_sheet(
        EventPage.objects.get(), 2, opens_at=now + timedelta(minutes=5), closes_at=now + timedelta(minutes=10)
    )
    early = kept(EVENT)
    with in_minutes(5, -1):
        assert is_kept(EVENT)
    with in_minutes(5):
        opened = kept(EVENT)
        assert opened == fresh(EVENT) != early
    with in_minutes(10):
        assert kept(EVENT) == fresh(EVENT) != opened


def test_an_event_is_over_on_its_page_and_in_lists_at_its_end() -> None:
    event = EventPage.objects.get()
    end = timezone.localtime() + timedelta(minutes=7)
    event.starts_on, event.ends_on = end.date(), None
    event.start_time, event.end_time = (end - timedelta(hours=1)).time(), end.time()
    event.save_revision().publish()
    before = {path: kept(path) for path in (EVENT, AGENDA, HOME)}
    for seconds in (-1, 0, 1):
        with in_minutes(7, seconds):
            for path in before:
                assert kept(path) == fresh(path), (path, seconds)
    with in_minutes(7, 1):
        assert {path for path, shown in before.items() if kept(path) != shown} == set(before)


def test_the_time_left_to_apply_is_counted_on_the_kept_page() -> None:
    call = make_call(TradeMissionPage.objects.get(), closes_at=timezone.now() + timedelta(hours=2, minutes=3))
    seen = {kept(MISSION)}
    for number in (2, 4, 62, 64, 122, 123, 124):
        with in_minutes(number):
            assert kept(MISSION) == fresh(MISSION), number
            seen.add(kept(MISSION))
    assert len(seen) > 4
    call.is_cancelled = True
    call.save()
    assert kept(MISSION) == fresh(MISSION)
    assert kept(HOME) == fresh(HOME)


def test_a_call_drops_what_shows_its_mission_and_no_article() -> None:
    article = BUDGETS["article"][0]
    before = {path: kept(path) for path in (article, EVENT, MISSION)}
    call = make_call(TradeMissionPage.objects.get(), closes_at=timezone.now() + timedelta(days=3))
    shown = kept(MISSION)
    assert shown == fresh(MISSION) != before[MISSION]
    call.known_mission = {"city": "Elsewhere"}
    call.save(update_fields=["known_mission"])
    assert is_kept(MISSION)
    call.dossier = "dossier.pdf"
    call.save(update_fields=["dossier"])
    assert kept(MISSION) == fresh(MISSION) != shown
    CallForApplications.objects.all().delete()
    assert kept(MISSION) == fresh(MISSION)
    assert is_kept(article)
    assert is_kept(EVENT)


def test_only_who_counts_drops_the_page_of_an_event_and_of_no_other() -> None:
    sheet = make_sheet(EventPage.objects.get(), 2)
    other = make_event(make_cluster("voisin", "VOI"), title="Autre")
    make_sheet(other, 2)
    path = other.url_path
    for each in (EVENT, path, AGENDA):
        kept(each)
    one = SignUp.objects.create(sheet=sheet, state=SignUpState.ASKED, name="Zoé", language="fr", form_key="1")
    one.checked_in_at = timezone.now()
    one.save(update_fields=["checked_in_at"])
    sheet.last_rank += 1
    sheet.save(update_fields=["last_rank"])
    assert is_kept(EVENT)
    one.state = SignUpState.CONFIRMED
    one.save(update_fields=["state"])
    assert not is_kept(EVENT)
    assert is_kept(path)
    assert is_kept(AGENDA)
    assert kept(EVENT) == fresh(EVENT)
    sheet.capacity = 5
    sheet.save()
    assert not is_kept(EVENT)
    assert is_kept(path)


def test_an_application_drops_boards_once_it_is_decided() -> None:
    call = make_call(TradeMissionPage.objects.get(), closes_at=timezone.now() + timedelta(days=3))
    kept(HOME)
    one = Application.objects.create(call=call, email="a@example.org", form_key="1")
    one.save()
    assert is_kept(HOME)
    one.state, one.decision = ApplicationState.SUBMITTED, DecisionKind.CHOSEN
    one.save(update_fields=["state", "decision"])
    assert not is_kept(HOME)
    assert kept(HOME) == fresh(HOME)
