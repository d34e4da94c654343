"""What a personal link leads to costs the same, however much there is: before publication, and from a mail."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Cluster
from events.models import (
    Application,
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    Delegation,
    Evaluator,
)
from news.models import MailingOpening
from tests.budget_site import FEW, fill
from tests.closed_answers import close_answer
from tests.clusters.press_access.support import given, make_files, make_scheduled
from tests.events.applications.support import applied, link_of, make_call, make_far_mission
from tests.events.signup.support import (
    arrived,
    form_address,
    make_far_event,
    make_sheet,
    own_path,
    signed_in,
)
from tests.factories import (
    make_release,
    make_user,
)
from tests.news.mailing.support import BROWSER, link, make_contact, send, sent, unsubscribe_path

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db


def test_what_is_read_before_publication_costs_the_same_whatever_else_is_under_embargo(site: Cluster) -> None:
    """The list of a journalist's link, a page with its files, a file, and a link that does not serve."""
    giver = make_user("budget-publisher", site, "publisher")
    page = make_scheduled(site, files=make_files(site, "budget"))
    _made, link = given(giver, site)
    document = page.attachments.get().document
    kit = f"{link}{page.pk}/press-kit.zip"
    file = f"{link}{page.pk}/documents/{document.pk}/{document.filename}"

    def cost(path: str, status: int = 200) -> int:
        first = Client().get(path)
        close_answer(first)
        assert first.status_code == status
        with CaptureQueriesContext(connection) as captured:
            close_answer(Client().get(path))
        return len(captured)

    def costs() -> dict[str, int]:
        return {"list": cost(link), "page": cost(f"{link}{page.pk}/"), "file": cost(file), "kit": cost(kit)}

    few = costs()
    for number in range(12):
        make_scheduled(site, title=f"Under embargo {number}")
    fill(site, FEW)
    assert costs() == few
    assert few["list"] <= 6
    assert few["page"] <= 24
    assert few["kit"] <= 32
    assert few["file"] <= 20
    assert cost("/before-publication/unknown/", 404) <= 4


def test_what_a_mail_leads_to_costs_the_same_however_many_were_sent(site: Cluster) -> None:
    page = make_release(site)
    make_contact(site, "lea@press.example")
    publisher = make_user("mailing-publisher", site, "publisher")
    send(site, page, publisher)
    message = sent()["lea@press.example"]
    reading, leaving = link(message, "Lire le communiqué"), unsubscribe_path(message)

    def cost(address: str, status: int, method: str = "get") -> int:
        client = Client(headers=BROWSER)
        with CaptureQueriesContext(connection) as captured:
            assert getattr(client, method)(address).status_code == status, address
        return len(captured)

    def costs() -> tuple[int, int]:
        MailingOpening.objects.all().delete()
        return cost(reading, 302), cost(leaving, 200)

    costs()
    few = costs()
    for number in range(12):
        make_contact(site, f"c{number}@press.example")
    send(site, page, publisher)
    assert costs() == few
    assert few[0] <= 5
    assert few[1] <= 5
    assert cost("/release-mail/forged/", 404) <= 4


def test_a_sign_up_costs_the_same_however_many_there_are(site: Cluster) -> None:
    """The event's page, the form, the own page of somebody who waits, and a link that does not serve."""
    event = make_far_event(site)
    sheet = make_sheet(event, 2, quotas={site: 1}, questions=[{"label": {"fr": "Repas"}}])
    for number in range(3):
        arrived(sheet, event, f"p{number}@people.example")
    own = own_path("p2@people.example")

    def cost(path: str, status: int = 200) -> int:
        assert Client().get(path).status_code == status
        with CaptureQueriesContext(connection) as captured:
            Client().get(path)
        return len(captured)

    def costs() -> tuple[int, int, int]:
        return cost(event.url_path), cost(form_address(event)), cost(own)

    few = costs()
    for number in range(10, 40):
        arrived(sheet, event, f"p{number}@people.example")
    assert costs() == few
    assert few[0] <= 13
    assert few[1] <= 12
    assert few[2] <= 10
    assert cost("/my-sign-up/forged/", 404) <= 4


def _show_all(call: CallForApplications) -> None:
    """All that applied are in a public delegation."""
    now = timezone.now()
    Delegation.objects.update_or_create(call=call, defaults={"published_at": now})
    for each in call.applications.filter(delegate_profile=None):
        DelegateProfile.objects.create(
            application=each, consented_at=now, approved_at=now, shown_profile={"fr": "Une école"}
        )
    call.applications.update(decision=DecisionKind.CHOSEN)


def test_an_application_costs_the_same_however_many_there_are(site: Cluster) -> None:
    """The mission's page, the form, an applicant's own page, the delegation's, the organisers' list and the jury's."""
    mission = make_far_mission(site)
    call = make_call(mission, quotas={site: 1})
    publisher = make_user("applications-publisher", site, "publisher")
    Evaluator.objects.create(call=call, user=publisher)
    for number in range(2):
        applied(call, mission, f"p{number}@people.example")
    first = Application.objects.order_by("pk")[1]
    _show_all(call)
    own, team = link_of("p1@people.example"), f"/admin/mission-applications/{site.pk}/{call.pk}/"
    jury = f"/admin/mission-applications/jury/{call.pk}/"

    def cost(path: str, client: Client, status: int = 200) -> int:
        assert client.get(path).status_code == status
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    def costs() -> tuple[int, ...]:
        start = f"/fr/apply/{mission.translation_key}/"
        inside = signed_in(publisher)
        shown = f"/fr/delegations/{mission.translation_key}/"
        paths = (mission.url_path, start, own, shown, f"{shown}{first.pk}/", f"{own}delegation/")
        public = (cost(path, Client()) for path in paths)
        delegates = f"/admin/mission-delegations/{site.pk}/{call.pk}/"
        return (*public, cost(team, inside), cost(jury, inside), cost(delegates, inside))

    few = costs()
    for number in range(10, 22):
        applied(call, mission, f"p{number}@people.example")
    _show_all(call)
    assert costs() == few
    assert few[0] <= 14
    assert few[1] <= 14
    assert few[2] <= 14
    assert few[3] <= 11
    assert few[4] <= 11
    assert few[5] <= 11
    assert cost("/my-application/forged/", Client(), 404) <= 4
