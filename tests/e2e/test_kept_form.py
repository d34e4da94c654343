"""An error page of a server or a proxy leaves the forms of those who take part as they are, with what was typed."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person
from tests.served.site import Site

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from datetime import timedelta
from django.utils import timezone
from events.applications.links import own_token
from events.models import Application, CallForApplications, DelegateProfile, Delegation
from events.signup.links import own_token as sign_up_token
from fedcms.core.i18n.translated_text import TranslatedText
from tests.events.applications.support import applied, make_call, make_far_mission, started
from tests.events.signup.support import arrived, make_far_event, make_sheet
from tests.factories import make_cluster
cluster = make_cluster("argoat", "ARG", "EdTech Argoat")
mission = make_far_mission(cluster)
application = started(make_call(mission, documents=[]), mission, "lea@argoat.example")
past = make_far_mission(cluster, title="Mission décidée")
call = make_call(past, documents=[])
chosen = applied(call, past, "ida@argoat.example")
Application.objects.filter(pk=chosen.pk).update(decision="chosen")
CallForApplications.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
now = timezone.now()
texts = {f"shown_{name}": TranslatedText({"fr": name}) for name in ("profile", "offer", "sought")}
DelegateProfile.objects.create(
    application=chosen, profile="Une école", consent="oui", consented_at=now, version=1, approved_version=1,
    approved_at=now, **texts,
)
Delegation.objects.create(call=call, published_at=now)
event = make_far_event(cluster)
person = arrived(make_sheet(event, 5), event, "lou@argoat.example")
print(json.dumps({
    "application": f"/my-application/{own_token(application)}/",
    "presentation": f"/my-application/{own_token(chosen)}/delegation/",
    "sign_up": f"/my-sign-up/{sign_up_token(person)}/",
    "new_sign_up": f"/fr/sign-up/{event.translation_key}/",
    "message": f"/fr/delegations/{past.translation_key}/{chosen.pk}/",
}))
"""
ERRORS = ((413, "<h1>Too large</h1>"), (502, "<h1>Bad gateway</h1>"), (500, "<main>Erreur</main>"))


def _answer_posts(page: Page, status: int, body: str) -> None:
    page.unroute_all()
    page.route(
        "**/*",
        lambda route: (
            route.fulfill(status=status, content_type="text/html", body=body)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )


def test_what_was_typed_outlives_an_error_page(site: Site, person: Callable[[], Person]) -> None:
    visitor = person()
    addresses = json.loads(site.ask(PREPARE))
    visitor.go(addresses["application"])
    page = visitor.page
    page.get_by_label("Ce que vous proposez").fill("Un outil")
    for status, body in ERRORS:
        _answer_posts(page, status, body)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_role("button", name="Enregistrer le brouillon").click()
        expect(page.get_by_text("rien n’est perdu")).to_be_visible()
        expect(page.get_by_label("Ce que vous proposez")).to_have_value("Un outil")
    page.unroute_all()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("C’est enregistré")).to_be_visible()
    for name, label, button, done in (
        ("presentation", "Qui vous êtes", "Enregistrer", "C’est enregistré"),
        ("sign_up", "Votre nom", "Enregistrer", "C’est corrigé."),
        ("new_sign_up", "Votre nom", "M’inscrire", ""),
        ("message", "Votre message", "Envoyer", ""),
    ):
        visitor.go(addresses[name])
        field = page.locator("main").get_by_label(label).first
        field.fill("Des mots, longs à écrire")
        for status, body in (*ERRORS, (0, "")):
            if status:
                _answer_posts(page, status, body)
            else:  # the network is cut
                page.unroute_all()
                page.route(
                    "**/*",
                    lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
                )
            page.locator("main").get_by_role("button", name=button, exact=True).click()
            expect(page.get_by_text("rien n’est perdu")).to_be_visible()
            expect(field).to_have_value("Des mots, longs à écrire")
        page.unroute_all()
        page.locator("main").get_by_role("button", name=button, exact=True).click()
        if done:
            expect(page.get_by_text(done)).to_be_visible()
        else:  # what lacks is said, and what was typed stays
            expect(page.locator("main [role=alert]").first).to_be_visible()
            expect(page.locator("main").get_by_label(label).first).to_have_value("Des mots, longs à écrire")
