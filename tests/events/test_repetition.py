"""The dates of an event that repeats: by rule, by the clocks of its zone, with exceptions; and what is refused."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import lxml.html
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clusters.models import Cluster
from events.models import EventPage
from events.repetition.wording import series_in_words
from tests.factories import make_event, make_user

# A page that is not saved still asks for its content type.
pytestmark = pytest.mark.django_db
TUESDAY = date(2027, 3, 9)


def event(**fields: object) -> EventPage:
    """An event that is not saved, each Tuesday from 9 March 2027, four times."""
    values: dict[str, object] = {
        "title": "Atelier",
        "summary": "S",
        "starts_on": TUESDAY,
        "start_time": time(9),
        "end_time": time(11),
        "time_zone": ZoneInfo("Europe/Paris"),
        "repeats": "weekly",
        "repeat_count": 4,
    }
    return EventPage(**(values | fields))


def exception(day: str, change: str, **more: str) -> dict[str, object]:
    """What an editor says of one date."""
    value: dict[str, object] = {
        "day": day,
        "change": change,
        "new_day": None,
        "start_time": None,
        "end_time": None,
    }
    return {"type": "date", "id": f"id-{day}-{change}", "value": value | more}


def days_of(page: EventPage) -> list[str]:
    return [f"{one.starts_on:%m-%d}" for one in page.occurrences]


def refused(page: EventPage) -> dict[str, list[str]]:
    """The words of each field."""
    with translation.override("fr"), pytest.raises(ValidationError) as error:
        page.clean()
    return dict(error.value.message_dict)


@pytest.mark.parametrize(
    ("fields", "days", "words"),
    [
        ({}, ["03-09", "03-16", "03-23", "03-30"], "Chaque semaine : mardi, jusqu’au 30 mars 2027"),
        (
            {"repeat_days": "TU,TH", "repeat_interval": 2},
            ["03-09", "03-11", "03-23", "03-25"],
            "Toutes les 2 semaines : mardi et jeudi, jusqu’au 25 mars 2027",
        ),
        (
            {"repeat_count": None, "repeat_until": date(2027, 3, 23)},
            ["03-09", "03-16", "03-23"],
            "Chaque semaine : mardi, jusqu’au 23 mars 2027",
        ),
        (
            {"repeats": "monthly_day", "starts_on": date(2027, 1, 31)},
            ["01-31", "03-31", "05-31", "07-31"],
            "Chaque mois : le 31, jusqu’au 31 juillet 2027",
        ),
        (
            {"repeats": "monthly_weekday"},
            ["03-09", "04-13", "05-11", "06-08"],
            "Chaque mois : le deuxième mardi, jusqu’au 8 juin 2027",
        ),
        (
            {"repeats": "monthly_last", "starts_on": date(2027, 3, 30)},
            ["03-30", "04-27", "05-25", "06-29"],
            "Chaque mois : le dernier mardi, jusqu’au 29 juin 2027",
        ),
        (
            {"repeats": "yearly", "repeat_count": 3},
            ["03-09", "03-09", "03-09"],
            "Chaque année : le 9 mars, jusqu’au 9 mars 2029",
        ),
    ],
)
def test_an_event_repeats_as_its_form_says(fields: dict[str, object], days: list[str], words: str) -> None:
    page = event(**fields)
    page.clean()
    assert days_of(page) == days
    with translation.override("fr"):
        assert page.series is not None
        assert series_in_words(page.series) == words


def test_the_rule_is_said_in_each_language() -> None:
    page = event(repeat_days="TU,TH")
    assert page.series is not None
    said = []
    for language in ("en", "es", "ar"):
        with translation.override(language):
            said.append(series_in_words(page.series))
    assert said == [
        "Every week: Tuesday and Thursday, until 18 March 2027",
        "Cada semana: martes y jueves, hasta el 18 de marzo de 2027",
        "كل أسبوع: الثلاثاء والخميس، حتى 18 مارس 2027",
    ]


@pytest.mark.parametrize(
    ("zone", "first", "changes"),
    [
        ("Europe/Paris", date(2027, 3, 23), 1),
        ("Africa/Casablanca", date(2027, 2, 2), 1),
        ("America/Toronto", date(2027, 3, 9), 1),
    ],
)
def test_it_begins_at_the_same_hour_whatever_the_clocks_do(zone: str, first: date, changes: int) -> None:
    page = event(starts_on=first, time_zone=ZoneInfo(zone))
    assert {one.starts_at.time() for one in page.occurrences} == {time(9)}
    assert len({one.starts_at.astimezone(UTC).time() for one in page.occurrences}) == changes + 1


def test_dates_are_left_out_cancelled_and_moved() -> None:
    page = event(
        exceptions=[
            exception("2027-03-09", "left_out"),
            exception("2027-03-16", "cancelled"),
            exception(
                "2027-03-23", "moved", new_day="2027-04-02", start_time="14:00:00", end_time="15:30:00"
            ),
        ]
    )
    page.clean()
    assert days_of(page) == ["03-16", "03-30", "04-02"]
    assert [one.is_cancelled for one in page.occurrences] == [True, False, False]
    moved = page.occurrences[-1]
    assert (moved.day, moved.start_time, moved.end_time) == (date(2027, 3, 23), time(14), time(15, 30))
    assert page.span()[1] == datetime(2027, 4, 2, 15, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"repeat_count": None}, "repeat_until", "jusqu’à quand"),
        ({"repeat_until": date(2027, 5, 1)}, "repeat_count", "pas les deux"),
        ({"repeat_count": None, "repeat_until": date(2027, 3, 1)}, "repeat_until", "avant la première"),
        ({"repeat_count": None, "repeat_until": date(2027, 3, 10)}, "repeat_until", "qu’une date"),
        ({"repeat_count": None, "repeat_until": date(2031, 3, 1)}, "repeat_until", "3 ans"),
        ({"repeats": "yearly", "repeat_count": 6}, "repeat_count", "3 ans"),
        (
            {"repeat_count": None, "repeat_until": date(2030, 3, 1), "repeat_days": "MO,TU,WE,TH,FR"},
            "repeat_until",
            "plus de 200",
        ),
        ({"repeat_days": "MO"}, "repeat_days", "mardi"),
        ({"repeats": "monthly_last"}, "repeats", "derniers"),
        ({"repeats": "monthly_weekday", "starts_on": date(2027, 3, 30)}, "repeats", "cinquième"),
        ({"ends_on": date(2027, 3, 17)}, "ends_on", "avant la fin"),
        ({"exceptions": [exception("2027-03-10", "cancelled")]}, "exceptions", "n’est pas une date"),
        (
            {"exceptions": [exception("2027-03-09", "cancelled"), exception("2027-03-09", "left_out")]},
            "exceptions",
            "deux fois",
        ),
        (
            {"repeat_count": 2, "exceptions": [exception(f"2027-03-{n}", "left_out") for n in ("09", "16")]},
            "exceptions",
            "aucune date",
        ),
        (
            {"exceptions": [exception("2027-03-09", "moved", start_time="12:00")]},
            "exceptions",
            "avant le début",
        ),
        (
            {
                "start_time": None,
                "end_time": None,
                "exceptions": [exception("2027-03-09", "moved", start_time="12:00")],
            },
            "exceptions",
            "toute la journée",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(fields: dict[str, object], field: str, words: str) -> None:
    errors = refused(event(**fields))
    assert list(errors) == [field]
    assert words in errors[field][0]


def test_the_form_takes_ticked_days_and_exceptions(loire: Cluster, client: Client) -> None:
    """Days are ticked by name, and come back ticked; a date that is moved to nowhere is refused where it stands."""
    page = make_event(loire)
    client.force_login(make_user("editor", loire, "publisher"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    moved = {"day": "2027-03-11", "change": "moved", "new_day": "", "start_time": "", "end_time": ""}
    values = {
        "title": "Atelier",
        "slug": "atelier",
        "summary": "S",
        "body": streamfield([]),
        "starts_on": "2027-03-09",
        "time_zone": "Europe/Paris",
        "status": "scheduled",
        "start_time": "09:00",
        "repeats": "weekly",
        "repeat_interval": "2",
        "repeat_count": "6",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }

    def post() -> TemplateResponse:
        data = nested_form_data({**values, "exceptions": streamfield([("date", moved)])})
        answer: TemplateResponse = client.post(address, data | {"repeat_days": ["TU", "TH"]})
        return answer

    answer = post()
    assert "exceptions" in answer.context["form"].errors
    assert "donnez le nouveau jour ou les nouvelles heures" in answer.content.decode()
    moved["new_day"] = "2027-03-12"
    answer = post()
    assert answer.status_code == 302, answer.context["form"].errors
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.repeat_days, days_of(draft)) == (
        "TU,TH",
        ["03-09", "03-12", "03-23", "03-25", "04-06", "04-08"],
    )
    # A draft may hold one of which nobody has said yet what becomes of it.
    moved.update(day="2027-03-23", change="", new_day="")
    assert post().status_code == 302
    assert "03-23" in days_of(EventPage.objects.get(pk=page.pk).get_latest_revision_as_object())
    ticked = lxml.html.fromstring(client.get(address).content)
    boxes = ticked.xpath("//input[@name='repeat_days' and @checked]/@value")
    assert boxes == ["TU", "TH"]


def test_a_date_that_is_cancelled_is_never_shown_as_if_it_held() -> None:
    page = event(exceptions=[exception("2027-03-30", "cancelled")])
    with time_machine.travel(datetime(2027, 3, 24, tzinfo=UTC)):
        assert (page.shown_date.starts_on, page.is_shown_date_void) == (date(2027, 3, 30), True)
    with time_machine.travel(datetime(2027, 4, 24, tzinfo=UTC)):
        assert (page.shown_date.starts_on, page.is_shown_date_void) == (date(2027, 3, 23), False)
    with time_machine.travel(datetime(2027, 3, 10, tzinfo=UTC)):
        assert (page.shown_date.starts_on, page.is_shown_date_void) == (date(2027, 3, 16), False)
    whole = event(status="cancelled")
    assert whole.is_shown_date_void
