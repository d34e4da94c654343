"""The moment of an embargo, as an officer types it: read by a named clock, refused if it is past, never replaced."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.utils import timezone
from lxml import html
from wagtail.models import Page
from wagtail.users.models import UserProfile

from news.models import ArticlePage
from tests.clusters.publishing.world import World, all_rows

PARIS = ZoneInfo("Europe/Paris")
PUBLISH = {"action-publish": "1"}
PAST = "Ce moment est passé"


def send(world: World, page: ArticlePage, **values: object) -> HttpResponse:
    return world.as_publisher().post(world.edit_url(page), world.form(page, **values))


def field(response: HttpResponse, name: str) -> str:
    """What the form holds."""
    (value,) = html.fromstring(response.content.decode()).xpath(f"//input[@name='{name}']/@value")
    return str(value)


def stored(page: ArticlePage) -> datetime | None:
    """The moment of the latest revision."""
    moment: datetime | None = Page.objects.get(pk=page.pk).get_latest_revision_as_object().go_live_at
    return moment


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["28/11/2040 09:00", "28/11/2040 9h", "28/11/2040 à 9h00", "2040-11-28 09:00"]
)
def test_an_embargo_as_french_people_write_it_is_kept(world: World, typed: str) -> None:
    assert send(world, world.draft, go_live_at=typed, **PUBLISH).status_code == 302
    assert stored(world.draft) == datetime(2040, 11, 28, 9, tzinfo=PARIS)
    assert ArticlePage.objects.get(pk=world.draft.pk).live is False


@pytest.mark.django_db
def test_the_form_shows_it_as_it_was_typed_and_names_the_clock(world: World) -> None:
    UserProfile.objects.update_or_create(
        user=world.publisher, defaults={"current_time_zone": "America/Montreal"}
    )
    send(world, world.draft, go_live_at="28/11/2040 09:00")
    assert stored(world.draft) == datetime(2040, 11, 28, 9, tzinfo=ZoneInfo("America/Montreal"))
    shown = world.as_publisher().get(world.edit_url(world.draft))
    assert field(shown, "go_live_at") == "28/11/2040 09:00"
    assert "(fuseau America/Montreal)" in shown.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("action", [PUBLISH, {}, {"action-submit": "1"}], ids=["publish", "save", "submit"])
def test_a_past_embargo_is_refused_where_it_is_typed(world: World, action: dict[str, str]) -> None:
    before = all_rows()
    answer = send(world, world.draft, go_live_at="28/11/2020 09:00", title="Mon titre", **action)
    assert answer.status_code == 200
    assert PAST in answer.content.decode()
    assert field(answer, "go_live_at") == "28/11/2020 09:00"
    assert field(answer, "title") == "Mon titre"
    assert all_rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["31/02/2040 09:00", "demain à 9h", "28/11/2040 25:00"])
def test_what_cannot_be_read_stays_in_the_field_with_an_error(world: World, typed: str) -> None:
    before = all_rows()
    answer = send(world, world.draft, go_live_at=typed, **PUBLISH)
    assert answer.status_code == 200
    assert field(answer, "go_live_at") == typed
    assert "Saisissez une date et une heure valides" in answer.content.decode()
    assert all_rows() == before


@pytest.mark.django_db
def test_a_moment_that_was_there_and_has_passed_since_stops_no_correction(world: World) -> None:
    """To the second: a program set it."""
    moment = timezone.now() - timedelta(days=2, seconds=7)
    page = ArticlePage.objects.get(pk=world.live.pk)
    page.go_live_at = moment
    page.save_revision().publish()
    shown = field(world.as_publisher().get(world.edit_url(page)), "go_live_at")
    answer = send(world, page, go_live_at=shown, title="Corrigé", **PUBLISH)
    assert PAST not in answer.content.decode()
    assert answer.status_code == 302
    assert ArticlePage.objects.get(pk=page.pk).title == "Corrigé"
