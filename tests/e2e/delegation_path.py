"""The second half of a mission in a browser: texts, programme and page of the delegation, outcome, a story."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.served.site import Site

BACK = """
from datetime import timedelta
from django.utils import timezone
from events.models import CallForApplications, TradeMissionPage
call = CallForApplications.objects.get(pk={0})
gone = timezone.localdate() - timedelta(days=3)
pages = TradeMissionPage.objects.filter(translation_key=call.translation_key)
pages.update(starts_on=gone, ends_on=gone, deadline=gone)
print("done")
"""


def go_on_the_mission(
    publisher: Person,
    page: Page,
    site: Site,
    axe: str,
    stage: dict[str, object],
    language: str,
    own: str,
) -> None:
    """The organisation presents itself, the team shows it and plans a meeting, everybody and they alone read it."""
    ours = stage[language]
    assert isinstance(ours, dict)
    team, screen = f"/admin/mission-delegations/{stage['team']}/{ours['call']}/", publisher.page
    page.goto(f"{own}delegation/")
    page.fill("[name=profile]", "Un laboratoire de lecture")
    page.check("[name=consent]")
    assert_shuts_nobody_out(page, axe, "main", where="own words of a delegation")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("done=save"))
    with speaking(site, "publisher-eln", language):
        assert publisher.go(team) == 200
        assert_shuts_nobody_out(screen, axe, "main", where="delegation")
        screen.locator("main form button[type=submit]").first.click()
        screen.locator("main .team__people li").get_by_role("link").click()
        assert_shuts_nobody_out(screen, axe, "main", where="review")
        screen.fill("[name=profile_ar]", "مختبر للقراءة") if language == "fr" else None
        screen.locator("main form button[type=submit]").first.click()
        expect(screen.locator("main .team__people li")).to_have_count(1)
        assert publisher.go(f"{team}programme/add/") == 200
        screen.fill("[name=title_fr]", "Chez Zellige")
        screen.fill("[name=starts]", "09:30")
        screen.check("[name=audience][value=some]")
        screen.check("[name=participants]")
        assert_shuts_nobody_out(screen, axe, "main", where="meeting")
        screen.locator("main form button[type=submit]").first.click()
        expect(screen.locator("main .team__people li")).to_contain_text("Chez Zellige")
    page.goto(f"{site.address}{ours['path']}")
    page.locator("main a[href*='/delegations/']").first.click()
    expect(page.locator("main")).to_contain_text(
        "Un laboratoire de lecture" if language == "fr" else "Labo Nour"
    )
    expect(page.locator("main")).not_to_contain_text("Chez Zellige")
    assert_shuts_nobody_out(page, axe, "main", where="delegation for everybody")
    page.goto(f"{own}programme/")
    expect(page.locator("main")).to_contain_text("Chez Zellige")
    assert_shuts_nobody_out(page, axe, "main", where="own programme")
    calendar = page.request.get(f"{own}programme.ics")
    assert calendar.ok
    assert "Chez Zellige" in calendar.text()
    _come_back(publisher, page, site, axe, team, ours, language)


def _come_back(
    publisher: Person,
    page: Page,
    site: Site,
    axe: str,
    team: str,
    ours: dict[str, object],
    language: str,
) -> None:
    """The team says what came out, everybody reads it, and a story of the organisation begins."""
    screen = publisher.page
    site.ask(BACK.format(ours["call"]))
    with speaking(site, "publisher-eln", language):
        assert publisher.go(f"{team}outcome/") == 200
        screen.fill("[name=text_fr]", "Deux essais commencent.")
        screen.fill("[name=contacts]", "12")
        screen.check("[name=shows]")
        screen.locator("main form button[type=submit]").first.click()
        # Figures have their day.
        expect(screen.locator("main .error-message")).to_have_count(1)
        assert_shuts_nobody_out(screen, axe, "main", where="outcome to be written")
        screen.fill("[name=counted_on]", "02/01/2024")
        screen.locator("main form button[type=submit]").first.click()
        expect(screen.locator("[name=counted_on]")).to_have_value("02/01/2024")
        screen.locator("main li").filter(has_text="Labo Nour").get_by_role("button").click()
        expect(screen).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"))
        # The directory's name, which is public; what it typed itself it may take back.
        expect(screen.locator("[name=title]")).to_have_value(re.compile("^Labo Nour .*Montréal"))
    page.goto(f"{site.address}{ours['path']}")
    page.locator("main a[href$='/outcome/']").click()
    expect(page.locator("main")).to_contain_text("Deux essais commencent.")
    assert_shuts_nobody_out(page, axe, "main", where="outcome")
