"""The oracle is able to fail: it reports a leak in each kind of outlet, and a route that it cannot ask."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db.models import Q
from django.urls import clear_url_caches
from pytest_django import Settings
from wagtail.contrib.redirects.models import Redirect

from fedcms.core.models import PublicChange, Reason, base_page
from home.models import Webhook
from home.outgoing.sending import send_due
from home.webhooks.recording import write_deliveries
from tests.embargo_oracle import planted_urls
from tests.embargo_oracle.clock import worker_passes
from tests.embargo_oracle.oracle import Oracle
from tests.embargo_oracle.outlets import leaking_mails, leaking_tables
from tests.embargo_oracle.partners import leaking_messages, leaking_pings
from tests.embargo_oracle.plants import NEIGHBOUR, PLANTS, live_title, planted
from tests.embargo_oracle.routes import paths, public_doors
from tests.embargo_oracle.sentinels import due
from tests.embargo_oracle.world import World
from tests.home.receiver import Receiver

pytestmark = pytest.mark.django_db

PAGES = "fedcms_serve"


@pytest.mark.parametrize("outlet", PLANTS)
def test_a_leak_in_an_outlet_is_reported(world: World, outlet: str) -> None:
    visitor, plant = PLANTS[outlet]
    route = outlet.partition(", ")[0]
    with planted(plant, world):
        # Pages are many; their queries are asked elsewhere.
        report = Oracle(world, visitor, again=route == PAGES).ask({route})
    assert report.routes_with_leaks() == {route}


def test_a_leak_in_a_redirect_is_reported(world: World) -> None:
    """By address, which nobody asks for its visibility."""
    address = f"/fr/{due('planted').replace(' ', '-')}/"
    Redirect.objects.create(old_path="/plante", redirect_link=address, is_permanent=True)
    oracle = Oracle(world, "anonymous")
    (door,) = [door for door in public_doors() if door.key == PAGES]
    assert "/plante" in (paths(door, world) or [])
    oracle.get(door, "/plante")
    assert oracle.report.routes_with_leaks() == {PAGES}


@pytest.fixture
def planted_routes(settings: Settings) -> set[str]:
    """The site with more routes; their names."""
    settings.ROOT_URLCONF = planted_urls.__name__
    clear_url_caches()
    return {
        *planted_urls.LEAKS,
        "planted_admin",
        "planted/nameless/",
        "planted_search",
        "planted_key",
        "planted_arguments",
    }


def test_a_new_route_is_asked_however_it_tells(world: World, planted_routes: set[str]) -> None:
    report = Oracle(world, "anonymous").ask(planted_routes)
    expected = {*planted_urls.LEAKS, "planted/nameless/", "planted_search"}
    assert report.routes_with_leaks() == expected, report.routes_with_leaks() ^ expected
    assert "planted_admin" in Oracle(world, NEIGHBOUR).ask(planted_routes).routes_with_leaks()


def test_a_new_route_that_cannot_be_asked_is_a_failure(world: World, planted_routes: set[str]) -> None:
    report = Oracle(world, "anonymous").ask(planted_routes)
    assert report.unfilled == {"planted_arguments", "planted_key ?embargo="}


def test_a_mail_to_somebody_else_is_reported(world: World) -> None:
    assert leaking_mails(world) == []
    for number, to in enumerate((world.stage.people["b_publisher"], world.stage.people["editor"])):
        mail.send_mail(f"Annonce {due('planted')}", "Bientôt.", "site@federation.example", [to.email])
        assert len(leaking_mails(world)) == number


def test_a_message_to_a_partner_is_reported(world: World, partner: Receiver) -> None:
    """A page that says too much, and one whose row says live before its moment."""
    with planted(live_title, world):
        worker_passes()
        assert any(due("planted").split()[-1] in leak for leak in leaking_messages(partner))
    assert leaking_pings(partner) != [], "an event is among what was planted"


def test_a_partner_told_by_who_asks_nobody_is_reported(
    world: World, partner: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if deliveries of a draft were written, and visibility were not asked when they are sent."""
    page = world.pages["release"]
    write_deliveries({(Webhook.objects.get().pk, page.pk)})
    worker_passes()
    assert leaking_messages(partner) == []
    write_deliveries({(Webhook.objects.get().pk, page.pk)})
    monkeypatch.setattr(base_page, "visible_q", lambda *moment: Q())
    send_due()
    assert leaking_messages(partner) != []


def test_a_row_that_goes_out_is_reported(world: World) -> None:
    """What subscribers will be told, as a webhook's queue would be."""
    PublicChange.objects.create(
        subject="page",
        object_id=world.pages["release"].pk,
        translation_key=uuid4(),
        language="fr",
        kind="release",
        cluster="beta",
        reason=Reason.PUBLISHED,
        address=world.pages["release"].url_path,
    )
    (leak,) = leaking_tables()
    assert leak.startswith("table core.publicchange: ")
