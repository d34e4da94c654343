"""Two organisations of two clusters apply to a mission, two evaluators score, a publisher decides, and one goes.

Once in French at a desk, once in Arabic on a phone, where axe looks, too. The network is cut in between.
"""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import PATIENCE_MS, Person
from tests.e2e.test_accessibility import axe
from tests.e2e.test_sign_up import SENT
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from events.models import Evaluator
from tests.events.applications.support import applied, make_call, make_far_mission
from tests.events.signup.support import make_organisation
from tests.factories import make_cluster, make_mission, make_user
ours, theirs = make_cluster("elorn", "ELN", "EdTech Elorn"), make_cluster("jaudy", "JDY", "EdTech Jaudy")
make_user("publisher-eln", ours, "publisher")
jury = [make_user("editor-eln", ours, "editor"), make_user("editor-jdy", theirs, "editor")]
found = {"team": ours.pk}
for language in ("fr", "ar"):
    mission = make_far_mission(ours, title="Mission à Rabat")
    arabic = make_mission(ours, language="ar", title="بعثة إلى الرباط", translation_key=mission.translation_key,
                          starts_on=mission.starts_on, ends_on=mission.ends_on, deadline=mission.deadline)
    call = make_call(mission, places=1)
    for user in jury:
        Evaluator.objects.create(call=call, user=user)
    applied(call, mission, f"second-{language}@people.example",
            claimed_organisation=make_organisation(theirs, f"second-{language}@people.example"))
    found[language] = {"call": call.pk, "path": (mission if language == "fr" else arabic).url_path}
print(json.dumps(found))
"""
CLOSE = """
from datetime import timedelta
from django.utils import timezone
from events.models import CallForApplications
CallForApplications.objects.filter(pk={0}).update(closes_at=timezone.now() - timedelta(seconds=1))
print("done")
"""
BACK = """
from datetime import timedelta
from django.utils import timezone
from clusters.models import Cluster
from events.models import Application, CallForApplications, TradeMissionPage
call = CallForApplications.objects.get(pk={0})
gone = timezone.localdate() - timedelta(days=3)
pages = TradeMissionPage.objects.filter(translation_key=call.translation_key)
pages.update(starts_on=gone, ends_on=gone, deadline=gone)
Application.objects.filter(call=call, decision="chosen").update(cluster=Cluster.objects.get(slug="elorn"))
print("done")
"""
PDF = {"name": "projet.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}


@pytest.fixture(scope="module")
def stage(site: Site) -> dict[str, object]:
    """A call for each language, to which one organisation of another cluster has applied."""
    found: dict[str, object] = json.loads(site.ask(PREPARE))
    return found


def _apply(page: Page, site: Site, axe: str, path: str, address: str) -> str:
    """Applies as a visitor does; returns the address of their own page."""
    page.goto(f"{site.address}{path}")
    page.locator("main a[href*='/apply/']").first.click()
    assert_shuts_nobody_out(page, axe, "main", where="form")
    page.fill("[name=organisation]", "Labo Nour")
    page.fill("[name=name]", "Nour")
    page.fill("[name=email]", address)
    page.check("[name=consent]")
    # A person takes longer than three seconds.
    page.wait_for_timeout(3500)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/sent/(#.*)?$"))
    (first,) = json.loads(site.ask(SENT.format(address)))
    link = re.search(r"https?://\S+(/my-application/\S+)", str(first[0]))
    assert link is not None
    own = f"{site.address}{link[1]}"
    page.goto(own)
    submit = page.locator("button[value=submit]")
    submit.click()
    expect(page.locator("#form-errors")).to_be_visible()
    assert_shuts_nobody_out(page, axe, "main", where="form with errors")
    page.fill("[name=own_site]", "https://nour.example/")
    for name in ("profile", "offer", "sought", "motivation"):
        page.fill(f"[name={name}]", f"Texte {name}")
    page.set_input_files("input[type=file]", files=[PDF])  # type: ignore[list-item]  # a file payload
    # The network is cut while it is sent: what was typed and chosen is still there, and is sent again.
    page.context.set_offline(True)
    page.locator("button[value=submit]").click()
    expect(page.locator("[data-cut-alert]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[name=offer]")).to_have_value("Texte offer")
    page.locator("button[value=submit]").click()
    expect(page).to_have_url(re.compile("done=submit"))
    expect(page.locator("main .notice--good")).to_have_count(1)
    assert_shuts_nobody_out(page, axe, "main", where="sent in")
    return own


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_two_apply_two_score_and_one_is_chosen(
    site: Site,
    stage: dict[str, object],
    person: Callable[[], Person],
    chromium: Browser,
    axe: str,
    language: str,
) -> None:
    width = 1366 if language == "fr" else 360
    ours = stage[language]
    assert isinstance(ours, dict)
    context = chromium.new_context(locale=language, viewport={"width": width, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    own = _apply(page, site, axe, str(ours["path"]), f"first-{language}@people.example")
    site.ask(CLOSE.format(ours["call"]))

    for name, marks in (("editor-eln", "5"), ("editor-jdy", "4")):
        with speaking(site, name, language):
            evaluator = person().sign_in(name)
            screen = evaluator.page
            screen.set_viewport_size({"width": width, "height": 900})
            assert evaluator.go(f"/admin/mission-applications/jury/{ours['call']}/") == 200
            assert_shuts_nobody_out(screen, axe, "main", where="jury")
            screen.locator("main li").filter(has_text="Labo Nour").get_by_role("link").click()
            expect(screen.locator("main select")).to_have_count(2)
            for select in screen.locator("main select").all():
                select.select_option(marks)
            assert_shuts_nobody_out(screen, axe, "main", where="evaluation")
            screen.locator("main button[name=hand_in]").click()
            expect(screen.locator("main button[name=hand_in]")).to_have_count(0)
            expect(screen.locator("main")).to_contain_text(marks)

    with speaking(site, "publisher-eln", language):
        publisher = person().sign_in("publisher-eln")
        screen = publisher.page
        screen.set_viewport_size({"width": width, "height": 900})
        assert publisher.go(f"/admin/mission-applications/{stage['team']}/{ours['call']}/") == 200
        assert_shuts_nobody_out(screen, axe, "main", where="ranking")
        rows = screen.locator("main ol > li")
        expect(rows).to_have_count(2)
        expect(rows.first).to_contain_text("Labo Nour")
        rows.last.locator("select").select_option("reserve")
        screen.check("main [name=sure]")
        screen.locator("main form:has(ol) > button[type=submit]").click()
        expect(rows.first.locator(".w-status")).to_have_count(1)
    page.goto(own)
    expect(page.locator("main .notice--good")).to_have_count(1)
    assert_shuts_nobody_out(page, axe, "main", where="chosen")
    *_before, told = json.loads(site.ask(SENT.format(f"first-{language}@people.example")))
    assert "/my-application/" in told[0]
    _go(publisher, page, site, axe, stage, language, own)


def _go(
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
        # Its own name is not copied: it may take its consent back, and the draft would keep it.
        expect(screen.locator("[name=title]")).to_have_value(re.compile("Montréal"))
        assert "Labo Nour" not in screen.input_value("[name=title]")
    page.goto(f"{site.address}{ours['path']}")
    page.locator("main a[href$='/outcome/']").click()
    expect(page.locator("main")).to_contain_text("Deux essais commencent.")
    assert_shuts_nobody_out(page, axe, "main", where="outcome")
