"""By keys alone, and on a slow network: a colleague is invited, reads her mail, chooses a password, publishes.

The screens are seen on a phone and a laptop, in French and Arabic, in both themes, by axe.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.hands import leave_by
from tests.e2e.probes import tab_to
from tests.e2e.slow_proxy import slow_network
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PASSWORD = "quatre-mots-bien-longs"
# The worker sends what is due, and a person reads what came last to her address.
READ_MAIL = """
import json
from fedcms.core.tasks.worker import Worker
from tests.served.mails import sent_to
Worker().drain()
print(json.dumps(sent_to({0!r})[-1].get_content()))
"""
PLACE = """
from clusters.models import Cluster, ClusterPage
from news.models import NewsIndexPage
section = ClusterPage.objects.get(cluster__slug="garonne", locale__language_code="fr")
print(NewsIndexPage.objects.child_of(section).get().pk)
"""
STATE = """
import json
from fedcms.users.models import User
from news.models import ArticlePage
user = User.objects.get(email={0!r})
page = ArticlePage.objects.filter(owner=user).first()
print(json.dumps(dict(groups=list(user.groups.values_list("name", flat=True)), name=user.get_full_name(),
    live=bool(page and page.live), count=User.objects.filter(email={0!r}).count())))
"""
PREPARE = """
from datetime import timedelta
from django.utils import timezone
from clusters.models import Cluster, Invitation
from tests.factories import make_article, make_cluster, make_user
ours = make_cluster("adige", "ADI", "EdTech Adige", is_closed=True)
editor, publisher = (make_user(f"{role}-adi", ours, role) for role in ("editor", "publisher"))
make_article(ours, live=False, title="Un brouillon", owner=editor).save_revision(user=editor)
now = timezone.now()
LONG = "un.nom.bien.long.et.encore@une-adresse-longue.example"
for number, (email, role) in enumerate((("nour@people.example", "editor"), (LONG, "publisher"))):
    made = Invitation.objects.create(email=email, email_key=email, role=role, language="LANGUAGE", invited_by=publisher,
        expires_at=now + timedelta(days=3 - 4 * number))
    made.clusters.add(ours)
from clusters.people.tokens import token_of
made = Invitation.objects.get(email="nour@people.example")
import json
print(json.dumps(dict(team=ours.pk, editor=editor.pk, publisher=publisher.pk, token=token_of(made))))
"""


def link_in_mail(site: Site, address: str) -> str:
    """The link in the last mail to an address."""
    found = re.search(r"http\S+/admin/invitation/#\S+", json.loads(site.ask(READ_MAIL.format(address))))
    assert found is not None, "no mail came"
    return found[0]


def type_into(page: Page, selector: str, text: str) -> None:
    """Goes to a field by Tab, unless it has the focus already, and types."""
    if not page.evaluate("selector => document.activeElement.matches(selector)", selector):
        tab_to(page, selector)
    page.keyboard.type(text)


@pytest.fixture(params=[0, 2], ids=["fast", "slow"])
def network(request: pytest.FixtureRequest, site: Site) -> Iterator[Site]:
    """The site, and the same behind a network on which each form takes seconds more."""
    with ExitStack() as stack:
        seconds = request.param
        address = stack.enter_context(slow_network(site.address, seconds)) if seconds else site.address
        yield replace(site, address=address)


def sign_in_and_publish(colleague: Person, email: str, title: str) -> None:
    """By keys alone, from the form to sign in to the message that the page is public."""
    page = colleague.page
    type_into(page, "[name=username]", email)
    type_into(page, "[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")

    colleague.go(f"/admin/pages/add/news/articlepage/{int(colleague.site.ask(PLACE))}/")
    # Wagtail compares with the form as it was some seconds after it was opened.
    page.wait_for_timeout(4000)
    type_into(page, "[name=title]", title)
    type_into(page, "[name=summary]", "Ce que le cluster prépare pour la rentrée.")
    # Wagtail saves the draft once a field is left; pressed before its answer, the form would make the page twice.
    page.keyboard.press("Tab")
    page.wait_for_url("**/edit/**")
    leave_by(page, "footer [name=action-publish]")
    expect(page.get_by_text("Publiée : ")).to_be_visible()


def test_invited_signed_in_and_published(
    network: Site, person: Callable[[], Person], request: pytest.FixtureRequest
) -> None:
    name = "lente" if "slow" in request.node.name else "vive"
    email = f"nour.{name}@people.example"
    publisher = person()
    publisher.site = network
    page = publisher.sign_in("publisher-gar").at_home().page
    leave_by(page, "a[href='/admin/people/']")
    leave_by(page, "main a[href^='/admin/people/invite/']")
    type_into(page, "[name=email]", email)
    # One team alone is ticked already; the role above the one that is offered.
    tab_to(page, "[name=role]")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=role][value=publisher]")).to_be_checked()
    leave_by(page, "main form [type=submit]")
    expect(page.get_by_text("Invitation envoyée à")).to_be_visible()
    expect(page.locator(".team__people li").filter(has_text=email)).to_be_visible()

    link = link_in_mail(network, email)
    secret = link.partition("#")[2]
    colleague = person()
    colleague.site = network
    page = colleague.page
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url + str(sent.headers.get("referer", ""))))
    page.goto(f"{network.address}/admin/invitation/#{secret}")
    expect(page.get_by_role("heading", name="Créez votre compte")).to_be_visible()
    assert page.url == f"{network.address}/admin/invitation/"
    type_into(page, "[name=first_name]", "Nour")
    type_into(page, "[name=last_name]", "Haddad")
    type_into(page, "[name=password1]", PASSWORD)
    type_into(page, "[name=password2]", PASSWORD)
    leave_by(page, "main form [type=submit]")
    page.wait_for_url("**/admin/login/")
    expect(page.get_by_text("Votre compte est prêt")).to_be_visible()
    assert secret not in "".join(asked)
    sign_in_and_publish(colleague, email, f"Une annonce {name}")
    state = json.loads(network.ask(STATE.format(email)))
    assert state == {
        "groups": ["EdTech Garonne – publication"],
        "name": "Nour Haddad",
        "live": True,
        "count": 1,
    }
    # The link is used up.
    again = person().page
    again.goto(f"{network.address}/admin/invitation/#{secret}")
    expect(again.get_by_text("a déjà été acceptée")).to_be_visible()


def test_without_a_script_the_link_is_pasted(
    site: Site, chromium: object, person: Callable[[], Person]
) -> None:
    publisher = person().sign_in("publisher-gar")
    publisher.go("/admin/people/invite/")
    publisher.page.fill("[name=email]", "lea@people.example")
    publisher.page.click("main form [type=submit]")
    expect(publisher.page.get_by_text("Invitation envoyée à")).to_be_visible()
    link = link_in_mail(site, "lea@people.example")
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Le lien de votre courriel").fill(link)
    page.get_by_role("button", name="Ouvrir l’invitation").click()
    expect(page.get_by_role("heading", name="Créez votre compte")).to_be_visible()
    context.close()


@pytest.fixture(scope="module")
def filled(site: Site) -> dict[str, object]:
    """A team with somebody who has work, and with invitations."""
    found: dict[str, object] = json.loads(site.ask(PREPARE.replace("LANGUAGE", "ar")))
    return found


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_screens_shut_nobody_out(
    site: Site, filled: dict[str, object], person: Callable[[], Person], axe: str, language: str
) -> None:
    with speaking(site, "publisher-adi", language):
        publisher = person().sign_in("publisher-adi")
        team = f"/admin/people/{filled['team']}/"
        for address in (
            team,
            "/admin/people/invite/",
            f"{team}members/{filled['editor']}/role/",
            f"{team}members/{filled['editor']}/leave/",
            f"{team}members/{filled['publisher']}/leave/",
            f"/admin/sections/{filled['team']}/open/",
        ):
            assert publisher.go(address) == 200
            expect(publisher.page.locator("html")).to_have_attribute("lang", language)
            assert_shuts_nobody_out(publisher.page, axe, "main", where=address)


def test_a_publisher_opens_the_section_by_keys(site: Site, person: Callable[[], Person]) -> None:
    site.ask("from tests.factories import make_cluster, make_user\n"
             "made = make_cluster('vesle', 'VES', 'EdTech Vesle', is_closed=True)\n"
             "print(make_user('publisher-ves', made, 'publisher').pk)")  # fmt: skip
    visitor, publisher = person(), person().sign_in("publisher-ves")
    visitor.go("/fr/clusters/vesle/")
    assert "/admin/login/" in visitor.page.url
    page = publisher.page
    # All of the screen: Wagtail scrolls smoothly to what gets the focus.
    page.set_viewport_size({"width": 1360, "height": 1600})
    leave_by(page, "main a[href^='/admin/sections/']")
    expect(page.get_by_role("heading", name="Ouvrir la section")).to_be_visible()
    leave_by(page, "main form [type=submit]")
    expect(page.get_by_text("est ouverte au public")).to_be_visible()
    assert visitor.go("/fr/clusters/vesle/") == 200
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    assert "/admin/" not in visitor.page.url


@pytest.mark.node
def test_the_pages_of_the_invited_shut_nobody_out(
    site: Site, filled: dict[str, object], person: Callable[[], Person], axe: str
) -> None:
    page = person().page
    address = f"{site.address}/admin/invitation/"
    page.goto(address)
    assert_shuts_nobody_out(page, axe, "main", where="paste")
    page.goto(f"{address}#not-ours")
    page.locator(".form-actions a").wait_for()
    assert_shuts_nobody_out(page, axe, "main", where="refused")
    page.goto(f"{address}#{filled['token']}")
    page.locator("[name=first_name]").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert_shuts_nobody_out(page, axe, "main", where="new account")
    page.fill("[name=first_name]", "Nour")
    page.click("main form [type=submit]")
    page.locator(".w-field--error").first.wait_for()
    assert_shuts_nobody_out(page, axe, "main", where="errors")
