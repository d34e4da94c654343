"""Two organisations of two clusters apply to a mission, two evaluators score, a publisher decides, and one goes.

Once in French at a desk, once in Arabic on a phone, where axe looks, too. The network is cut in the middle of an
upload, a button is clicked twice, and one goes back. Before that, readers find their way from an article to the form.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import PATIENCE_MS, Person
from tests.e2e.delegation_path import go_on_the_mission
from tests.e2e.test_accessibility import axe
from tests.e2e.test_sign_up import SENT
from tests.served.pages import Pages
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from clusters.models import Organisation
from tests.events.applications.support import make_far_mission
from tests.factories import make_cluster, make_mission, make_user
ours, theirs = make_cluster("elorn", "ELN", "EdTech Elorn"), make_cluster("jaudy", "JDY", "EdTech Jaudy")
make_user("publisher-eln", ours, "publisher")
make_user("editor-eln", ours, "editor")
make_user("editor-jdy", theirs, "editor")
for cluster, name, box in ((ours, "Labo Nour", "nour"), (theirs, "Atelier Jaudy", "atelier")):
    Organisation.objects.create(slug=box, name=name, kind="company", cluster=cluster, email=f"{box}@directory.example")
found = {"team": ours.pk}
for language in ("fr", "ar"):
    mission = make_far_mission(ours, title="Mission à Rabat")
    arabic = make_mission(ours, language="ar", title="بعثة إلى الرباط", translation_key=mission.translation_key,
                          starts_on=mission.starts_on, ends_on=mission.ends_on, deadline=mission.deadline)
    found[language] = {"mission": mission.pk, "path": (mission if language == "fr" else arabic).url_path}
print(json.dumps(found))
"""
JURY = """
from events.models import CallForApplications, Evaluator, TradeMissionPage
from fedcms.users.models import User
call = CallForApplications.objects.get(translation_key=TradeMissionPage.objects.get(pk={0}).translation_key)
for name in ("editor-eln", "editor-jdy"):
    Evaluator.objects.create(call=call, user=User.objects.get(username=name))
print(call.pk)
"""
CLOSE = """
from datetime import timedelta
from django.utils import timezone
from events.models import CallForApplications
CallForApplications.objects.filter(pk={0}).update(closes_at=timezone.now() - timedelta(seconds=1))
print("done")
"""
# Large enough for a slow line to be cut in the middle of it.
PDF = {"name": "projet.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" + b"%\n" * 500_000}
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}


@pytest.fixture(scope="module")
def stage(site: Site) -> dict[str, object]:
    """A mission for each language, and an organisation in the directory of each of two clusters."""
    found: dict[str, object] = json.loads(site.ask(PREPARE))
    return found


def _open(publisher: Person, axe: str, mission: object) -> None:
    """Opens the mission to applications, with a criterion of each weight and a document."""
    assert publisher.go(f"/admin/mission-applications/page/{mission}/") == 200
    screen = publisher.page
    screen.fill("[name=closes_at]", f"{timezone.localtime() + timedelta(days=20):%d/%m/%Y %H:%M}")
    screen.keyboard.press("Escape")
    screen.fill("[name=places]", "1")
    screen.fill("[name=purpose_fr]", "choisir la délégation")
    for number, weight in enumerate(("3", "1")):
        screen.locator("#id_criteria-ADD").click()
        screen.fill(f"[name=criteria-{number}-label_fr]", f"Critère {number}")
        screen.fill(f"[name=criteria-{number}-weight]", weight)
    screen.locator("#id_documents-ADD").click()
    screen.fill("[name=documents-0-label_fr]", "Projet")
    assert_shuts_nobody_out(screen, axe, "main", where="call")
    screen.locator("main form:has([name=places]) .schedule-actions button[type=submit]").click()
    expect(screen.locator("main button[name=withdraw]")).to_be_visible()


def _vouch(page: Page, site: Site, box: str) -> None:
    """The organisation confirms by the link that came to its address in the directory."""
    *_before, (text, _names) = json.loads(site.ask(SENT.format(f"{box}@directory.example")))
    link = re.search(r"https?://\S+(/organisation-application/\S+)", text)
    assert link is not None
    page.goto(f"{site.address}{link[1]}")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main form")).to_have_count(0)


def _apply(page: Page, site: Site, axe: str, path: str, address: str, organisation: str, cluster: str) -> str:
    """Applies as a visitor does; returns the address of their own page."""
    page.goto(f"{site.address}{path}")
    page.locator("main a[href*='/apply/']").first.click()
    assert_shuts_nobody_out(page, axe, "main", where="form")
    page.fill("[name=organisation]", organisation)
    page.select_option("[name=cluster]", label=cluster)
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
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator("button[value=submit]").click()
    page.wait_for_timeout(500)
    expect(page.locator("[data-cut-alert]")).to_be_hidden()
    line.send("Network.emulateNetworkConditions", SLOW | {"offline": True})
    expect(page.locator("[data-cut-alert]")).to_be_visible()
    line.send("Network.emulateNetworkConditions", SLOW | {"uploadThroughput": -1})
    line.detach()
    expect(page.locator("[name=offer]")).to_have_value("Texte offer")
    # Who clicks twice sends once; who goes back finds what was sent.
    page.locator("button[value=submit]").dblclick()
    expect(page).to_have_url(re.compile("done=submit"))
    page.go_back()
    expect(page.locator("[name=offer]")).to_have_value("Texte offer")
    page.goto(f"{own}?done=submit")
    expect(page.locator("main li").filter(has_text="projet.pdf")).to_have_count(1)
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
    phone = {} if language == "fr" else {"is_mobile": True, "has_touch": True}
    context = chromium.new_context(locale=language, viewport={"width": width, "height": 800}, **phone)  # type: ignore[arg-type]  # of booleans
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    with speaking(site, "publisher-eln", language):
        _open(person().sign_in("publisher-eln"), axe, ours["mission"])
    ours["call"] = int(site.ask(JURY.format(ours["mission"])))
    path = str(ours["path"])
    _apply(page, site, axe, path, f"second-{language}@people.example", "Atelier Jaudy", "EdTech Jaudy")
    _vouch(page, site, "atelier")
    own = _apply(page, site, axe, path, f"first-{language}@people.example", "Labo Nour", "EdTech Elorn")
    _vouch(page, site, "nour")
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
    go_on_the_mission(publisher, page, site, axe, stage, language, own)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_reader_of_an_article_finds_the_form(
    demo: Pages, chromium: Browser, language: str, *, scripts: bool
) -> None:
    """By the board of missions and the page of one; without a script on the board itself, too."""
    width = 1366 if language == "fr" else 360
    context = chromium.new_context(
        locale=language,
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
        is_mobile=language == "ar",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        demo.open(page, "article", language)
        page.locator(f"a[href='{demo.addresses[language]['missions']}']:visible").last.click()
        here = page.locator(f".board tr:has(a.button[href^='/{language}/apply/'])").first
        form = str(here.locator("a.button").get_attribute("href"))
        here.locator("a.board__mission").click()
        page.locator(f"main a.button[href='{form}']").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main form [name=email]")).to_be_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.go_back()
        page.go_back()
        page.locator(f".board a.button[href='{form}']").click()
        expect(page.locator("main form [name=email]")).to_be_visible()
    finally:
        context.close()
