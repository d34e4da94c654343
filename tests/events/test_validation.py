"""An event or mission that makes no sense is refused at the field that is wrong, and what was typed stays."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clusters.models import Cluster
from events.models import AgendaPage, EventPage, TradeMissionPage
from fedcms.users.models import User
from tests.factories import make_cluster, make_event, make_mission, make_user
from tests.factories.content import parent_for


def wrong(page: EventPage | TradeMissionPage, **values: object) -> list[str]:
    """The fields that are refused when the page says this."""
    for name, value in values.items():
        setattr(page, name, value)
    try:
        page.full_clean()
    except ValidationError as error:
        return sorted(error.message_dict)
    return []


class TestSense(TestCase):
    north: ClassVar[Cluster]
    editor: ClassVar[User]
    event: EventPage
    mission: TradeMissionPage

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north = make_cluster("nord", "NOR")
        cls.editor = make_user("emma", cls.north, "editor")
        cls.event = make_event(cls.north, title="Rencontre")
        cls.mission = make_mission(cls.north, title="Dakar")

    def test_days_that_no_calendar_shows(self) -> None:
        for day in (date.min, date.max, date(1989, 12, 31), date(2101, 1, 1)):
            assert wrong(self.event, starts_on=day, ends_on=None) == ["starts_on"]
            assert wrong(self.mission, deadline=day) == ["deadline"]
        assert wrong(self.event, starts_on=date(2100, 12, 31)) == []

    def test_prices_below_zero(self) -> None:
        assert wrong(self.event, price_euros=Decimal("-0.01")) == ["price_euros"]
        assert wrong(self.event, price_euros=Decimal(0)) == []
        assert wrong(self.mission, cost_euros=Decimal(-5)) == ["cost_euros"]

    def test_one_coordinate_is_no_place(self) -> None:
        assert wrong(self.event, latitude=48.1, longitude=None) == ["longitude"]
        assert wrong(self.event, latitude=None, longitude=-1.7) == ["latitude"]
        assert wrong(self.event, latitude=0.0, longitude=0.0) == []

    def test_what_went_online_has_an_address_to_join_and_no_place(self) -> None:
        place = {"venue_name": "Palais", "venue_address": "1 rue Vieille", "venue_city": "Lille"}
        here = dict.fromkeys(place, "")
        assert wrong(self.event, status="online", **place) == ["online_url", *sorted(place)]
        assert wrong(self.event, **here) == ["online_url"]
        assert wrong(self.event, online_url="https://salle.example/") == []
        assert wrong(self.event, status="moved", **place) == [], "both are allowed"

    def test_languages_are_codes(self) -> None:
        assert wrong(self.event, spoken_languages="français; anglais") == ["spoken_languages"]
        assert wrong(self.event, spoken_languages="fr, xx") == ["spoken_languages"]
        for codes in ("", "fr", "fr, en", "oc", "pt-BR", "wol"):
            assert wrong(self.event, spoken_languages=codes) == [], codes

    def test_the_form_says_so_and_keeps_what_was_typed(self) -> None:
        self.client.force_login(self.editor)
        agenda = parent_for(EventPage, self.north)
        assert isinstance(agenda.specific, AgendaPage)
        url = reverse("wagtailadmin_pages:add", args=["events", "eventpage", agenda.pk])
        form = {
            "title": "Fin des temps",
            "slug": "fin-des-temps",
            "summary": "",
            "starts_on": "9999-12-31",
            "end_time": "18:00",
            "start_time": "17:00",
            "time_zone": "Europe/Paris",
            "status": "scheduled",
            "spoken_languages": "français, klingonais",
            "body": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
        response = self.client.post(url, nested_form_data(form))
        self.assertContains(response, "Donnez une année de 1990 à 2100.")
        self.assertContains(response, "« klingonais » n’est pas le nom d’une langue")
        self.assertContains(response, 'value="Fin des temps"')
        self.assertContains(response, 'value="français, klingonais"')
        assert not EventPage.objects.filter(slug="fin-des-temps").exists()
