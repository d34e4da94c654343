"""A date that is typed in the admin stays as it was typed: the date picker puts no other one in its place."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person
from tests.served.site import Site

pytestmark = pytest.mark.e2e

AGENDA = """
from clusters.models import ClusterPage
from events.models import AgendaPage
section = ClusterPage.objects.get(cluster__slug="garonne", locale__language_code="fr")
print(AgendaPage.objects.child_of(section).get().pk)
"""
STORED = """
import json
from events.models import TradeMissionPage
page = TradeMissionPage.objects.get(title="Mission à Montréal").get_latest_revision_as_object()
print(json.dumps([str(page.starts_on), str(page.ends_on), str(page.deadline)]))
"""


def test_a_mission_has_the_days_that_were_typed(site: Site, person: Callable[[], Person]) -> None:
    editor = person().sign_in("editor-gar")
    page = editor.page
    editor.go(f"/admin/pages/add/events/trademissionpage/{int(site.ask(AGENDA))}/")
    page.fill("[name=title]", "Mission à Montréal")
    typed = {"starts_on": "12/03/2027", "ends_on": "2027-03-14", "deadline": "après-demain"}
    said = {
        "starts_on": "vendredi 12 mars 2027",
        "ends_on": "dimanche 14 mars 2027",
        "deadline": "Cette date ne se lit pas : écrivez jour/mois/année.",
    }
    for name, text in typed.items():
        page.locator(f"[name={name}]").press_sequentially(text)
        page.keyboard.press("Tab")
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    for name, text in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)
        expect(page.locator(f"[name={name}] + .date-in-words")).to_have_text(said[name])

    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("Saisissez une date valide").first).to_be_visible()
    for name, text in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)
    page.fill("[name=deadline]", "1/2/2027")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/edit/")
    expect(page.locator("[name=starts_on]")).to_have_value("12/03/2027")
    assert json.loads(site.ask(STORED)) == ["2027-03-12", "2027-03-14", "2027-02-01"]


def test_the_calendar_starts_at_the_day_that_was_typed(site: Site, person: Callable[[], Person]) -> None:
    editor = person().sign_in("editor-gar")
    page = editor.page
    editor.go(f"/admin/pages/add/events/trademissionpage/{int(site.ask(AGENDA))}/")
    field = page.locator("[name=starts_on]")
    field.fill("12/03/2027")
    page.keyboard.press("Tab")
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    field.click()
    page.locator(".xdsoft_next:visible").click()
    page.wait_for_timeout(400)
    page.locator(".xdsoft_date[data-date='15'][data-month='3']:visible").click()
    expect(field).to_have_value("15/04/2027")
    expect(page.locator("[name=starts_on] + .date-in-words")).to_have_text("jeudi 15 avril 2027")
