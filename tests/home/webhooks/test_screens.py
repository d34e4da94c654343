"""A publisher registers, tests, rotates and deletes webhooks of their own cluster; a secret is shown once."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError
from wagtail.models import ModelLogEntry

from clusters.models import Cluster, Federation
from fedcms.core.models import Topic
from fedcms.users.models import User
from home.models import Webhook, WebhookDelivery
from home.webhooks.pruning import prune_deliveries
from home.webhooks.registering import MOST
from home.webhooks.signing import secret_of
from tests.factories import make_article, make_user
from tests.home.receiver import Receiver
from tests.home.webhooks.conftest import Registered
from tests.home.webhooks.passing import worker_passes

pytestmark = pytest.mark.django_db
PATH = "/echo"


@pytest.fixture
def client(wanda: User) -> Client:
    """The publisher's browser."""
    client = Client()
    client.force_login(wanda)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"webhooks:{name}", args=args)


def secret_in(content: bytes) -> str:
    field = BeautifulSoup(content, "html.parser").find(id="webhook-secret")
    assert field is not None
    return str(field["value"])


def test_from_registration_to_deletion(
    client: Client, receiver: Receiver, west: Cluster, topic: Topic
) -> None:
    form = {
        "name": "L’Écho",
        "address": receiver.at(PATH),
        "covers_all": "all",
        "kinds": ["article"],
        "languages": ["fr", "ar"],
        "topics": [topic.pk],
    }
    answer = client.post(at("add", west.pk), form, follow=True)
    secret = secret_in(answer.content)
    assert "no-store" in answer["Cache-Control"]
    webhook = Webhook.objects.get()
    assert (webhook.is_on, webhook.covers_all, webhook.cluster) == (False, True, west)
    stored = str(list(Webhook.objects.values())) + str(list(ModelLogEntry.objects.values("data")))
    assert secret.removeprefix("whsec_") not in stored
    detail = at("detail", west.pk, webhook.pk)
    for address in (detail, at("team", west.pk), at("edit", west.pk, webhook.pk)):
        assert secret not in client.get(address).content.decode()

    client.post(at("test", west.pk, webhook.pk))
    worker_passes()
    (received,) = receiver.of(PATH)
    assert Verifier(secret).verify(received.body, received.headers)["type"] == "webhook.test"
    page = client.get(detail).content.decode()
    assert "réponse 204" in page
    assert "Essai" in page
    make_article(west).topics.add(topic)
    worker_passes()
    assert len(receiver.of(PATH)) == 1, "it is off"

    client.post(at("switch", west.pk, webhook.pk), {"on": "1"})
    article = make_article(west, title="Sur le thème")
    article.topics.add(topic)
    article.save()
    worker_passes()
    assert receiver.of(PATH)[-1].data["title"] == "Sur le thème"
    # One form of its fields, as it stands: nothing else changes.
    shown = BeautifulSoup(client.get(at("edit", west.pk, webhook.pk)).content, "html.parser")
    ticked = {field["value"] for field in shown.select("input[checked]")}
    assert ticked == {"all", "article", "fr", "ar", str(topic.pk)}
    client.post(at("edit", west.pk, webhook.pk), form | {"kinds": ["event"]})
    worker_passes()
    assert receiver.events(PATH)[-1] == "content.withdrawn"
    # Another server holds nothing yet: the next change is its first news of a page.
    client.post(at("edit", west.pk, webhook.pk), form)
    article.title = "Toujours sur le thème"
    article.save()
    worker_passes()
    article.title = "Encore sur le thème"
    client.post(at("edit", west.pk, webhook.pk), form | {"address": receiver.at("/moved")})
    article.save()
    worker_passes()
    assert receiver.events("/moved") == ["content.published"]

    client.post(at("switch", west.pk, webhook.pk))
    assert not Webhook.objects.get().is_on
    client.post(at("delete", west.pk, webhook.pk))
    assert Webhook.objects.exists(), "the box was not ticked"
    client.post(at("delete", west.pk, webhook.pk), {"sure": "1"})
    assert not Webhook.objects.exists()
    actions = ModelLogEntry.objects.filter(action__startswith="home.webhooks").order_by("pk")
    done = [action.rpartition(".")[2] for action in actions.values_list("action", flat=True)]
    assert done == ["create", "switch_on", "change", "change", "change_address", "switch_off", "delete"]


def test_a_new_secret_and_the_former_one_serve_side_by_side_for_a_day(
    client: Client, receiver: Receiver, registered: Registered, west: Cluster, settings: Settings
) -> None:
    webhook, former = registered(receiver.at(PATH))
    client.post(at("rotate", west.pk, webhook.pk))
    assert Webhook.objects.get().former_salt == "", "the box was not ticked"
    answer = client.post(at("rotate", west.pk, webhook.pk), {"sure": "1"}, follow=True)
    secret = secret_in(answer.content)
    assert secret != former
    # A second one would end the first, by which the partner may still check.
    assert (
        at("rotate", west.pk, webhook.pk)
        not in client.get(at("detail", west.pk, webhook.pk)).content.decode()
    )
    answer = client.post(at("rotate", west.pk, webhook.pk), {"sure": "1"}, follow=True)
    assert "Le secret vient d’être changé" in answer.content.decode()
    client.post(at("test", west.pk, webhook.pk))
    worker_passes()
    (received,) = receiver.of(PATH)
    for each in (secret, former):
        Verifier(each).verify(received.body, received.headers)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=True):
        client.force_login(User.objects.get(username="wanda"))
        client.post(at("test", west.pk, webhook.pk))
        worker_passes()
        last = receiver.of(PATH)[-1]
        Verifier(secret).verify(last.body, last.headers)
        with pytest.raises(WebhookVerificationError):
            Verifier(former).verify(last.body, last.headers)
    # A new secret key of the site changes all secrets; while it names the former one, both sign.
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    client.force_login(User.objects.get(username="wanda"))
    client.post(at("test", west.pk, webhook.pk))
    worker_passes()
    last = receiver.of(PATH)[-1]
    for each in (secret, secret_of(Webhook.objects.get().salt)):
        Verifier(each).verify(last.body, last.headers)


def test_a_delivery_is_sent_once_more_as_a_message_of_its_own(
    client: Client, receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    webhook, _secret = registered(receiver.at(PATH))
    page = make_article(west, title="Un titre")
    worker_passes()
    delivery = webhook.deliveries.get()
    type(page).objects.filter(pk=page.pk).update(title="Un autre titre")
    resend = at("resend", west.pk, webhook.pk, delivery.pk)
    client.post(resend)
    client.post(resend)
    worker_passes()
    first, second = receiver.of(PATH)
    assert second.data["title"] == "Un autre titre"
    assert first.headers["webhook-id"] != second.headers["webhook-id"]
    client.post(resend)
    worker_passes()
    third = receiver.of(PATH)[-1]
    assert third.headers["webhook-id"] not in {each.headers["webhook-id"] for each in (first, second)}
    assert set(webhook.deliveries.values_list("tries", "state")) == {(1, "delivered")}
    client.post(at("switch", west.pk, webhook.pk))
    client.post(resend)
    assert worker_passes() == 0


def test_nobody_else_sees_or_touches_a_webhook(
    registered: Registered, west: Cluster, east: Cluster, wanda: User
) -> None:
    webhook, _secret = registered("https://partner.example/in")
    delivery = WebhookDelivery.objects.create(webhook=webhook, message_id="msg_1", state="given_up")
    others = [
        make_user("elsa", east, "publisher"),
        make_user("eric", west),
        make_user("fred", Federation.load()),
    ]
    before = str(list(Webhook.objects.values()))
    for person in others:
        client = Client()
        client.force_login(person)
        for owner in (west.pk, east.pk, 0):
            one = (owner, webhook.pk)
            for name in ("detail", "edit", "secret"):
                assert client.get(at(name, *one)).status_code in (302, 404), (person, name)
                assert "partner.example" not in client.get(at(name, *one), follow=True).content.decode()
            for address in (
                *(at(name, *one) for name in ("switch", "test", "rotate", "delete", "edit")),
                at("resend", *one, delivery.pk),
            ):
                client.post(address, {"on": "1", "sure": "1", "name": "x", "address": "https://x.example/"})
        menu = client.get("/admin/").content.decode()
        assert ("/admin/webhooks/" in menu) == (person.username == "elsa")
    assert str(list(Webhook.objects.values())) == before
    assert WebhookDelivery.objects.count() == 1
    federal = make_user("flora", Federation.load(), "publisher")
    client = Client()
    client.force_login(federal)
    assert client.get(at("index"), follow=True).status_code == 200
    assert "partner.example" in client.get(at("team", west.pk)).content.decode()
    answer = client.post(
        at("add", 0), {"name": "Fédéral", "address": "https://partner.example/f"}, follow=True
    )
    assert secret_in(answer.content)
    assert Webhook.objects.get(name="Fédéral").cluster is None


@pytest.mark.parametrize(
    "address",
    [
        "http://partner.example/",
        "http://127.0.0.1/",
        "ftp://partner.example/",
        "https://me:secret@partner.example/",
        "https://partner.example/#here",
        "https://partner.example:22/",
        "https://",
        "partner.example",
        "https://partner.example/\n",
    ],
)
def test_an_address_that_cannot_be_told_is_refused(client: Client, west: Cluster, address: str) -> None:
    answer = client.post(at("add", west.pk), {"name": "L’Écho", "address": address})
    if address.endswith("\n"):  # a browser's field holds no line break
        assert Webhook.objects.get().address == address.strip()
        return
    assert answer.status_code == 200
    assert "Il faut une adresse complète en https" in answer.content.decode()
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "localhost", "intranet", "x.local", "x.localhost.",
        "a%00b.example", "a..example", "-a.example", f"{'a' * 64}.example", "1.2.3.400", "2130706433",
    ],
)  # fmt: skip
def test_an_address_that_nobody_outside_reaches_is_refused(client: Client, west: Cluster, host: str) -> None:
    answer = client.post(at("add", west.pk), {"name": "L’Écho", "address": f"https://{host}/in"})
    assert answer.status_code == 200
    content = answer.content.decode()
    assert "Ce serveur n’est pas public" in content or "Il faut une adresse complète" in content
    assert not Webhook.objects.exists()


def test_everything_is_bounded(
    client: Client, receiver: Receiver, registered: Registered, west: Cluster, settings: Settings
) -> None:
    webhook, _secret = registered(receiver.at(PATH))
    for _test in range(12):
        client.post(at("test", west.pk, webhook.pk))
    assert webhook.deliveries.count() == 10
    rows = (
        WebhookDelivery(
            webhook=webhook, message_id=f"m{number}", state="delivered", finished_at=timezone.now()
        )
        for number in range(200)
    )
    detail = at("detail", west.pk, webhook.pk)
    client.get(detail)
    with CaptureQueriesContext(connection) as few:
        client.get(detail)
    WebhookDelivery.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as many:
        content = client.get(detail).content.decode()
    assert len(many) == len(few)
    assert content.count("Renvoyer<") <= 50
    for number in range(MOST + 5):
        client.post(at("add", west.pk), {"name": f"N {number}", "address": "https://partner.example/"})
    assert Webhook.objects.filter(cluster=west).count() == MOST
    with time_machine.travel(timezone.now() + timedelta(days=settings.FEDCMS_WEBHOOK_KEEP_DAYS + 1)):
        assert prune_deliveries() == 200
    assert WebhookDelivery.objects.filter(state="waiting").count() == 10
