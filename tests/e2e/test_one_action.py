"""A button that is pressed twice, in two tabs or on a slow network does its action once, and no text is lost."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.e2e.conftest import Person
from tests.e2e.slow_proxy import slow_network
from tests.served.site import Site

pytestmark = pytest.mark.e2e

SECONDS = 3
DRAFT = """
from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_article
page = make_article(Cluster.objects.get(slug="garonne"), live=False, title="Une annonce", slug="annonce-{name}")
page.save_revision()
print(page.pk)
"""
SUBMITTED = f"""
{DRAFT}
page.get_workflow().start(page, User.objects.get(username="editor-gar"))
print(page.pk)
"""
STATE = """
import json
from news.models import ArticlePage
from wagtail.models import PageLogEntry
page = ArticlePage.objects.get(pk={page})
actions = list(PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True))
print(json.dumps(dict(live=page.live, draft=page.has_unpublished_changes, title=page.title, actions=actions,
    latest=page.get_latest_revision().as_object().title)))
"""


@pytest.fixture
def publisher(person: Callable[[], Person], site: Site) -> Iterator[Person]:
    """The publisher behind a network on which each form takes three seconds more."""
    with slow_network(site.address, SECONDS) as address:
        someone = person()
        someone.site = replace(site, address=address)
        yield someone.sign_in("publisher-gar")


def state(site: Site, page: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(site.ask(STATE.format(page=page)))
    return found


def approve(person: Person, clicks: int = 1) -> None:
    """Presses "approve", as often as asked, one click upon the other."""
    button = person.page.locator("[data-workflow-action-name=approve]:visible").first
    button.click(click_count=clicks, delay=30, no_wait_after=True)


def type_until_autosaved(person: Person, is_sent: Callable[[], bool]) -> str:
    """Types one title after the other until an autosave is sent; returns the last.

    Wagtail compares with the form as it was some seconds after it was opened: what comes earlier waits for the next.
    """
    title = ""
    for number in range(30):
        title = f"Une annonce relue {number} fois"
        person.page.fill("[name=title]", title)
        person.page.wait_for_timeout(1000)
        if is_sent():
            return title
    raise AssertionError("nothing is saved by itself")


def is_approved_once(found: dict[str, object], title: str) -> bool:
    actions = found["actions"]
    assert isinstance(actions, list)
    assert (found["live"], found["draft"]) == (True, False), found
    assert (found["title"], found["latest"]) == (title, title)
    assert (actions.count("wagtail.workflow.approve"), actions.count("wagtail.publish")) == (1, 1), actions
    return True


def test_a_double_click_while_an_autosave_is_under_way(site: Site, publisher: Person) -> None:
    page = int(site.ask(SUBMITTED.format(name="double")))
    posts: list[str] = []
    publisher.page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    publisher.go(f"/admin/pages/{page}/edit/")
    title = type_until_autosaved(publisher, lambda: any(f"/{page}/edit/" in url for url in posts))
    approve(publisher, clicks=2)
    publisher.page.wait_for_url(lambda url: "/edit/" not in url)
    assert is_approved_once(state(site, page), title)
    assert len([url for url in posts if f"/{page}/edit/" in url]) == 2, "the autosave, then the form"


def test_two_tabs(site: Site, publisher: Person) -> None:
    page = int(site.ask(SUBMITTED.format(name="tabs")))
    publisher.go(f"/admin/pages/{page}/edit/")
    first, second = publisher.page, publisher.context.new_page()
    second.goto(publisher.site.address + f"/admin/pages/{page}/edit/")
    second.fill("[name=title]", "Le titre du second onglet")
    approve(publisher)
    first.wait_for_url(lambda url: "/edit/" not in url)
    publisher.page = second
    approve(publisher)
    second.wait_for_load_state()
    second.wait_for_timeout(SECONDS * 1000 + 1500)
    found = state(site, page)
    actions = found["actions"]
    assert isinstance(actions, list)
    assert (actions.count("wagtail.workflow.approve"), actions.count("wagtail.publish")) == (1, 1), actions
    assert second.locator("[name=title]").input_value() == "Le titre du second onglet"
    assert (found["live"], found["draft"]) == (True, False)
    assert found["latest"] != "Le titre du second onglet", "it does not save itself over what was approved"


def test_publish_while_an_autosave_is_under_way(site: Site, publisher: Person) -> None:
    """Wagtail disables this button as soon as it is pressed."""
    page = int(site.ask(DRAFT.format(name="publish")))
    posts: list[str] = []
    publisher.page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    publisher.go(f"/admin/pages/{page}/edit/")
    title = type_until_autosaved(publisher, lambda: any(f"/{page}/edit/" in url for url in posts))
    publisher.page.locator("[name=action-publish]:visible").first.click(no_wait_after=True)
    publisher.page.wait_for_url(lambda url: "/edit/" not in url)
    found = state(site, page)
    assert (found["live"], found["draft"], found["title"], found["latest"]) == (True, False, title, title)
    assert str(found["actions"]).count("wagtail.publish") == 1
