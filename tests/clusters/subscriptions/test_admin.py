"""Teams see how many subscribe, never who; the federation's publishers find one address, on its owner's request."""

import base64
import json

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from clusters.models import EmergencyWithdrawal, Federation, Rhythm, Subscriber, SubscriberMail
from clusters.subscriptions.announcing import continue_announcements
from fedcms.core.changes.outbox import dispatch
from tests.clusters.press_access.screens import signed_in
from tests.clusters.subscriptions.support import GRACE, subscriber, tomorrow_at_two, work
from tests.factories import make_cluster, make_release, make_user

pytestmark = pytest.mark.django_db


def test_numbers_without_addresses_and_one_address_on_request(federation: Federation) -> None:
    south, north = make_cluster("midi", "MID"), make_cluster("nord", "NOR")
    subscriber("everything")
    subscriber("south", clusters={str(south.pk)}, kinds={"release"}, rhythm=Rhythm.WEEKLY)
    subscriber("north", clusters={str(north.pk)})
    editor = signed_in(make_user("ed", south))
    page = editor.get(f"/admin/subscribers/{south.pk}/").content.decode()
    assert "2 abonnés reçoivent vos nouvelles" in page
    assert "dont 1 qui a choisi" in page
    assert "@reader.example" not in page
    assert editor.get("/admin/subscribers/")["Location"] == f"/admin/subscribers/{south.pk}/"
    for address in (f"/admin/subscribers/{north.pk}/", "/admin/subscribers/0/", "/admin/subscribers/find/"):
        assert editor.get(address).status_code in (302, 403), address
    assert (
        editor.post(
            "/admin/subscribers/find/erase/", {"email": "south@reader.example", "sure": "1"}
        ).status_code
        != 200
    )
    assert Subscriber.objects.count() == 3

    federal = signed_in(make_user("fed", Federation.load(), "publisher"))
    wanted = {"email": "South@reader.example"}
    assert (
        "rien n’est gardé"
        in federal.post("/admin/subscribers/find/", {"email": "x@y.example"}).content.decode()
    )
    assert "south@reader.example" in federal.post("/admin/subscribers/find/", wanted).content.decode()
    data = json.loads(federal.post("/admin/subscribers/find/export/", wanted).content)
    assert data["choices"] == [
        {"facet": "kind", "value": "release"},
        {"facet": "cluster", "value": str(south.pk), "name": "EdTech Midi"},
        {"facet": "language", "value": "fr"},
    ]
    for name in ("export", "erase"):
        unknown = federal.post(f"/admin/subscribers/find/{name}/", {"email": "x@y.example", "sure": "1"})
        assert "rien n’est gardé" in unknown.content.decode()
    unsure = federal.post("/admin/subscribers/find/erase/", wanted).content.decode()
    assert "Cochez la case" in unsure
    assert "south@reader.example" in unsure, "what was typed stays"
    assert Subscriber.objects.count() == 3, "the box was not ticked"
    federal.post("/admin/subscribers/find/erase/", wanted | {"sure": "1"})
    assert not Subscriber.objects.filter(email="south@reader.example").exists()
    entries = ModelLogEntry.objects.filter(action__startswith="clusters.subscriptions")
    assert entries.count() == 2
    assert not any("south" in json.dumps(entry.data) for entry in entries)


def test_a_publisher_who_withdraws_is_offered_to_tell_those_who_received_it(federation: Federation) -> None:
    south = make_cluster("midi", "MID")
    paula = signed_in(make_user("paula", south, "publisher"))
    subscriber("fanny")
    with time_machine.travel(tomorrow_at_two(), tick=False) as clock:
        page = make_release(south)
        address = f"/admin/emergency-withdrawal/{page.pk}/"
        assert "tells_subscribers" not in paula.get(address).content.decode()
        while dispatch():
            pass
        shown = paula.get(address).content.decode()
        assert "tells_subscribers" in shown, "mails may leave while the screen is open"
        assert "0 abonné" in shown
        clock.shift(GRACE)
        continue_announcements()
        SubscriberMail.objects.update(state="sending")
        assert "1 abonné" in paula.get(address).content.decode(), "it is just leaving"
        SubscriberMail.objects.update(state="sent")
        assert "1 abonné" in paula.get(address).content.decode()
        paula.post(address, {"action": "withdraw", "reason": "", "tells_subscribers": "on"})
    assert EmergencyWithdrawal.objects.get().tells_subscribers


def test_what_the_mail_service_tells_ends_a_subscription(federation: Federation, settings: Settings) -> None:
    settings.FEDCMS_MAIL_SERVICE = "postmark"
    settings.FEDCMS_MAIL_WEBHOOK_SECRET = "us:secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:secret"}
    for name in ("gone", "full", "angry", "stays", "journalist"):
        subscriber(name)
    with time_machine.travel(tomorrow_at_two(), tick=False) as clock:
        make_release(None)
        clock.shift(GRACE)
        work()
    named = SubscriberMail.objects.get(subscriber__email="angry@reader.example").message_id
    for name, kind, details, message_id in (
        ("gone", "HardBounce", "550 no such user", "x"),
        ("full", "SoftBounce", "452 4.2.2 mailbox full", "x"),
        ("angry", "SpamComplaint", "", named),
        # Another mail than ours, by a relay that calls it by its Message-ID.
        ("journalist", "SpamComplaint", "", "a-press-release@example.org"),
    ):
        event = {
            "RecordType": "SpamComplaint" if kind == "SpamComplaint" else "Bounce",
            "Type": kind,
            "TypeCode": 1,
            "ID": 1,
            "MessageID": message_id,
            "Details": details,
            "Email": f"{name}@reader.example",
            "BouncedAt": "2026-11-29T08:00:00Z",
        }
        secret = base64.b64encode(b"us:secret").decode()
        for _twice in range(2):
            response = Client().post(
                "/mail-service/postmark/",
                json.dumps(event),
                content_type="application/json",
                headers={"Authorization": f"Basic {secret}"},
            )
            assert response.status_code == 200
    left = {email.partition("@")[0] for email in Subscriber.objects.values_list("email", flat=True)}
    assert left == {"full", "stays", "journalist"}
