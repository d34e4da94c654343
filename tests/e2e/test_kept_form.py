"""An error page of a server or a proxy leaves the form of an application as it is, with what was typed."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person
from tests.served.site import Site

pytestmark = pytest.mark.e2e

PREPARE = """
from tests.events.applications.support import make_call, make_far_mission, started
from events.applications.links import own_token
from tests.factories import make_cluster
mission = make_far_mission(make_cluster("argoat", "ARG", "EdTech Argoat"))
application = started(make_call(mission, documents=[]), mission, "lea@argoat.example")
import json
print(json.dumps(f"/my-application/{own_token(application)}/"))
"""


def _answer_posts(page: Page, status: int, body: str) -> None:
    page.unroute_all()
    page.route(
        "**/my-application/**",
        lambda route: (
            route.fulfill(status=status, content_type="text/html", body=body)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )


def test_what_was_typed_outlives_an_error_page(site: Site, person: Callable[[], Person]) -> None:
    visitor = person()
    visitor.go(json.loads(site.ask(PREPARE)))
    page = visitor.page
    page.get_by_label("Ce que vous proposez").fill("Un outil")
    for status, body in (
        (413, "<h1>Too large</h1>"),
        (502, "<h1>Bad gateway</h1>"),
        (500, "<main>Erreur</main>"),
    ):
        _answer_posts(page, status, body)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_role("button", name="Enregistrer le brouillon").click()
        expect(page.get_by_text("rien n’est perdu")).to_be_visible()
        expect(page.get_by_label("Ce que vous proposez")).to_have_value("Un outil")
    page.unroute_all()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("C’est enregistré")).to_be_visible()
