"""A publisher lets a journalist read a release before its moment; she reads it, takes files, and is shut out.

Once in French at a desk, once in Arabic on a phone, where axe looks, too.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import PATIENCE_MS, Person
from tests.e2e.hands import leave_by
from tests.e2e.test_accessibility import axe
from tests.e2e.test_people import READ_MAIL
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from datetime import timedelta
from django.utils import timezone
from tests.clusters.press_access.support import make_files, make_scheduled
from tests.factories import make_cluster, make_release, make_user
ours = make_cluster("scorff", "SCO", "EdTech Scorff")
make_user("publisher-sco", ours, "publisher")
files = make_files(ours, "dossier")
page = make_scheduled(ours, files=files, title="Quarante leçons libres", hours=48)
arabic = make_release(ours, language="ar", live=False, title="أربعون درسًا حرًا", go_live_at=page.go_live_at)
type(arabic).objects.filter(pk=arabic.pk).update(translation_key=page.translation_key)
arabic.refresh_from_db()
arabic.lead_image = files.image
arabic.attachments.create(document=files.document)
arabic.save_revision().publish()
draft = make_release(ours, live=False, title="Un brouillon à relire")
draft.save_revision()
print(json.dumps(dict(team=ours.pk, page=page.pk, draft=draft.pk, url=page.url)))
"""
STATE = """
import json
from clusters.models import AccreditationOpening, GuestComment
print(json.dumps([list(AccreditationOpening.objects.filter(accreditation__email={0!r})
    .order_by("pk").values_list("subject", flat=True)), GuestComment.objects.count()]))
"""


@pytest.fixture(scope="module")
def stage(site: Site) -> dict[str, object]:
    """A cluster of this file, with a release under embargo in two languages."""
    found: dict[str, object] = json.loads(site.ask(PREPARE))
    return found


@pytest.fixture(params=["fr", "ar"])
def journalist(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[str, Page]]:
    """Somebody without an account: in French at a desk, in Arabic on a phone."""
    language = request.param
    width = 1366 if language == "fr" else 360
    context = chromium.new_context(locale=language, viewport={"width": width, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    yield language, context.new_page()
    context.close()


def mailed_link(site: Site, address: str) -> str:
    found = re.search(r"http\S+/before-publication/\S+", json.loads(site.ask(READ_MAIL.format(address))))
    assert found is not None, "no mail came"
    return found[0]


def leave_by_click(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).locator("visible=true").first.click()


def give(page: Page, email: str, language: str) -> None:
    """Fills the form of an accreditation, and sends it."""
    page.fill("[name=name]", "Nour Haddad")
    page.fill("[name=medium]", "Al Bilad")
    page.fill("[name=email]", email)
    page.select_option("[name=language]", language)
    leave_by(page, "main form [type=submit]")


def download_press_kit(page: Page, notice: str) -> str:
    """Downloads all files at once, in an archive that states the embargo; returns its address."""
    with page.expect_download() as download:
        page.locator(".press-kit__all a").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        names = archive.namelist()
        credits_name = next(name for name in names if name.endswith("/CREDITS.txt"))
        assert notice.upper() in archive.read(credits_name).decode("utf-8-sig")
        assert any(name.endswith(".pdf") for name in names)
        assert re.search(r"\d{4}-\d\d-\d\d-\d\dh\d\d-", names[0])
    return download.value.url


@pytest.mark.node
def test_given_read_downloaded_and_revoked(
    site: Site,
    stage: dict[str, object],
    person: Callable[[], Person],
    journalist: tuple[str, Page],
    axe: str,
) -> None:
    language, reader = journalist
    email = f"nour.{language}@media.example"
    publisher = person().sign_in("publisher-sco")
    page = publisher.page
    publisher.go(f"/admin/pages/{stage['page']}/edit/")
    page.locator(".w-slim-header [data-w-dropdown-target=toggle]").last.click()
    leave_by_click(page, f"a[href='/admin/before-publication/{stage['team']}/?page={stage['page']}']")
    leave_by(page, f"main a[href*='/give/?page={stage['page']}']")
    give(page, email, language)
    expect(page.locator(".access-link")).to_have_value(re.compile("/before-publication/"))

    address = mailed_link(site, email)
    assert reader.request.get(site.address + str(stage["url"])).status == 404
    answer = reader.goto(address)
    assert answer is not None
    assert answer.headers["cache-control"] == "private, no-store"
    title = {"fr": "Quarante leçons libres", "ar": "أربعون درسًا حرًا"}[language]
    expect(reader.locator("h1")).to_have_text(title)
    expect(reader.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(reader.locator(".access-notice")).to_have_count(2)
    notice = reader.locator(".access-notice strong").first.inner_text()
    assert reader.title().startswith(notice)
    reader.emulate_media(media="print")
    expect(reader.locator(".access-notice").first).to_be_visible()
    reader.emulate_media(media="screen")
    assert_shuts_nobody_out(reader, axe, "main", where=f"under embargo, {language}")

    reader.set_viewport_size({"width": 1366 if language == "fr" else 360, "height": 800})
    with reader.expect_download() as download:
        reader.locator(".files a[href*='/documents/']").click()
    assert re.search(r"\d{4}-\d\d-\d\d-\d\dh\d\d-dossier", download.value.suggested_filename)
    file_address = download.value.url
    assert reader.request.get(file_address).status == 200
    kit_address = download_press_kit(reader, notice)

    publisher.go(f"/admin/before-publication/{stage['team']}/?page={stage['page']}")
    row = page.locator(".team__people li").filter(has_text="Nour Haddad").first
    row.locator("a").click()
    expect(page.get_by_text(email)).to_be_visible()
    expect(page.locator("main li").filter(has_text=title).first).to_be_visible()
    page.check("form[action$='/revoke/'] [name=sure]")
    leave_by(page, "main form[action$='/revoke/'] [type=submit]")
    expect(page.get_by_text("est révoquée")).to_be_visible()
    for closed in (address, file_address, kit_address):
        answer = reader.request.get(closed)
        assert answer.status == 404
        assert title not in answer.text()
    reader.goto(address)
    expect(reader.locator("h1")).to_be_visible()
    assert_shuts_nobody_out(reader, axe, "main", where=f"refused, {language}")
    opened, _comments = json.loads(site.ask(STATE.format(email)))
    assert [subject.partition(":")[0] for subject in opened] == ["page", "document", "kit"]


@pytest.mark.node
def test_a_guest_reads_a_draft_on_a_phone_and_writes_back(
    site: Site, stage: dict[str, object], person: Callable[[], Person], chromium: Browser, axe: str
) -> None:
    publisher = person().sign_in("publisher-sco")
    page = publisher.page
    publisher.go(f"/admin/before-publication/{stage['team']}/give/?page={stage['draft']}")
    page.check("[name=kind][value=guest]")
    page.check("[name=may_comment]")
    page.uncheck("[name=sends]")
    give(page, "cabinet@ministere.example", "fr")
    address = page.locator(".access-link").input_value()
    context = chromium.new_context(locale="fr", viewport={"width": 360, "height": 800})
    guest = context.new_page()
    guest.goto(address)
    expect(guest.locator("h1")).to_have_text("Un brouillon à relire")
    assert_shuts_nobody_out(guest, axe, "main", where="draft")
    guest.fill("[name=text]", "Le ministre n’a pas signé.")
    guest.click(".guest-comments [type=submit]")
    expect(guest.locator(".guest-comments li")).to_contain_text("Le ministre n’a pas signé.")
    context.close()
    publisher.go(f"/admin/before-publication/comments/{stage['draft']}/")
    expect(page.get_by_text("Le ministre n’a pas signé.")).to_be_visible()


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_screens_shut_nobody_out(
    site: Site, stage: dict[str, object], person: Callable[[], Person], axe: str, language: str
) -> None:
    with speaking(site, "publisher-sco", language):
        publisher = person().sign_in("publisher-sco")
        page = publisher.page
        team = f"/admin/before-publication/{stage['team']}/"
        publisher.go(f"{team}give/")
        page.uncheck("[name=sends]")
        give(page, f"ecran.{language}@media.example", language)
        assert_shuts_nobody_out(page, axe, "main", where="links")
        publisher.go(team)
        one = str(page.locator(".team__people .team__actions a").first.get_attribute("href"))
        for address in (
            team,
            f"{team}?page={stage['page']}",
            f"{team}give/",
            f"{team}give/?page={stage['page']}",
            f"{team}give-list/",
            f"/admin/before-publication/comments/{stage['draft']}/",
            one,
        ):
            assert publisher.go(address) == 200
            expect(page.locator("html")).to_have_attribute("lang", language)
            assert_shuts_nobody_out(page, axe, "main", where=address)
        publisher.go(f"{team}give-list/")
        page.uncheck("[name=sends]")
        page.fill("[name=people]", f"Zoé;Ouest;zoe.{language}@media.example;{language}\nMax;Nord;max;fr")
        leave_by(page, "main form [type=submit]")
        expect(page.locator(".access-link")).to_have_count(1)
        assert_shuts_nobody_out(page, axe, "main", where="report of a list")
