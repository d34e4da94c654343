"""Whoever changes a webhook changes what they typed, and nothing that happened since they read it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from clusters.models import Cluster
from clusters.publishing.refusal import Refusal
from fedcms.core.models import Topic
from fedcms.users.models import User
from home.models import Webhook, WebhookCopy
from home.webhooks.registering import Wishes, change, delete, rotate, switch
from home.webhooks.signing import secret_of, signed_headers
from home.webhooks.tasks import tell_again_what_is_gone
from tests.factories import make_article
from tests.home.receiver import Receiver
from tests.home.webhooks.conftest import Registered
from tests.home.webhooks.passing import worker_passes

pytestmark = pytest.mark.django_db
PATH = "/echo"


def wishes_of(webhook: Webhook, **changed: object) -> Wishes:
    names = ("name", "address", "covers_all", "kinds", "languages")
    values: dict[str, object] = {name: getattr(webhook, name) for name in names}
    return Wishes(**values | {"topics": list(webhook.topics.all())} | changed)


def test_an_edit_undoes_nothing_that_happened_meanwhile(
    receiver: Receiver, registered: Registered, west: Cluster, wanda: User
) -> None:
    """Two messages leave, and a colleague makes a new secret and switches it off."""
    webhook, _former = registered(receiver.at(PATH))
    make_article(west)
    make_article(west)
    worker_passes()
    rotate(west, webhook, wanda)
    switch(west, webhook, wanda, is_on=False)
    held = Webhook.objects.get()
    change(west, webhook, wishes_of(webhook, name="Autre"), wanda)
    now = Webhook.objects.get()
    assert (now.name, now.sequence, now.is_on) == ("Autre", 2, False)
    moment = timezone.now()
    assert signed_headers(now, "m", b"{}", moment) == signed_headers(held, "m", b"{}", moment)
    delete(west, webhook, wanda)
    with pytest.raises(Refusal):
        change(west, webhook, wishes_of(held, name="Trop tard"), wanda)


def test_a_topic_that_is_deleted_widens_nothing(
    receiver: Receiver, registered: Registered, west: Cluster, wanda: User, topic: Topic
) -> None:
    webhook, _secret = registered(receiver.at(PATH), topics=[topic], name="Le Thème")
    other = Topic.objects.create(key="law", labels={"fr": "Droit"})
    both, _secret = registered(receiver.at("/both"), topics=[topic, other])
    make_article(west, title="Sans thème")
    about = make_article(west, title="Sur le thème")
    about.topics.add(topic)
    about.save()
    worker_passes()
    assert receiver.events(PATH) == ["content.published"]
    Topic.objects.get(pk=topic.pk).delete()
    make_article(west, title="Toujours sans thème")
    worker_passes()
    assert receiver.events(PATH) == ["content.published"]
    webhook.refresh_from_db()
    both.refresh_from_db()
    assert (webhook.is_on, webhook.off_reason, both.is_on) == (False, "topics", True)
    (message,) = [each for each in mail.outbox if "Le Thème" in each.subject]
    assert "n’existent plus" in message.body
    client = Client()
    client.force_login(wanda)
    detail = reverse("webhooks:detail", args=[west.pk, webhook.pk])
    assert "Aucun : ceux qu’il suivait" in client.get(detail).content.decode()
    answer = client.post(reverse("webhooks:switch", args=[west.pk, webhook.pk]), {"on": "1"}, follow=True)
    assert "modifiez d’abord ce qu’il doit recevoir" in answer.content.decode()
    change(west, webhook, wishes_of(webhook, topics=[other]), wanda)
    switch(west, webhook, wanda, is_on=True)
    worker_passes()
    assert receiver.events(PATH) == ["content.published", "content.withdrawn"]


def test_only_what_is_wanted_no_longer_is_looked_for(
    receiver: Receiver, registered: Registered, west: Cluster, wanda: User
) -> None:
    webhook, _secret = registered(receiver.at(PATH), covers_all=True)
    make_article(west)
    worker_passes()
    row = {"translation_key": uuid4(), "language": "fr", "kind": "article", "url": "http://x/"}
    lost = WebhookCopy.objects.create(webhook=webhook, page_id=10**6, **row)
    for same in ({"name": "n"}, {"kinds": ["article", "event"]}, {"kinds": []}):
        is_narrower = same == {"kinds": ["article", "event"]}
        change(west, webhook, wishes_of(webhook, **same), wanda)
        assert webhook.deliveries.filter(page_id=lost.page_id).exists() == is_narrower, same
        webhook.deliveries.filter(page_id=lost.page_id).delete()
    change(west, webhook, wishes_of(webhook, languages=["en"]), wanda)
    worker_passes()
    assert receiver.events(PATH) == ["content.published", "content.withdrawn", "content.withdrawn"]


def test_a_new_address_is_told_of_no_page_that_it_never_had(
    receiver: Receiver, registered: Registered, west: Cluster, wanda: User
) -> None:
    webhook, _secret = registered(receiver.at(PATH))
    page, other = make_article(west, title="Retiré"), make_article(west, title="Reste")
    worker_passes()
    receiver.at(PATH, 500)
    page.unpublish()
    worker_passes()
    change(west, webhook, wishes_of(webhook, address=receiver.at("/stranger")), wanda)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        worker_passes()
        assert receiver.of("/stranger") == []
        other.title = "Reste encore"
        other.save()
        worker_passes()
    assert receiver.events("/stranger") == ["content.published"]
    entry = ModelLogEntry.objects.filter(action="home.webhooks.change_address").get()
    assert entry.message == "Le webhook de L’Écho envoie désormais à 127.0.0.1"


def test_a_reload_of_a_secret_repeats_nothing_and_shows_nothing(west: Cluster, wanda: User) -> None:
    client = Client()
    client.force_login(wanda)
    form = {"name": "L’Écho", "address": "https://partner.example/"}
    answer = client.post(reverse("webhooks:add", args=[west.pk]), form)
    webhook = Webhook.objects.get()
    shown = reverse("webhooks:secret", args=[west.pk, webhook.pk])
    assert (answer.status_code, answer["Location"]) == (302, shown)
    assert secret_of(webhook.salt) in client.get(shown).content.decode()
    again = client.get(shown, follow=True).content.decode()
    assert secret_of(webhook.salt) not in again
    assert "Un secret n’est montré qu’une fois" in again
    assert Webhook.objects.count() == 1


def test_what_was_lost_is_told_again_the_next_day(
    receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    """A page that is gone, and whose withdrawal nobody could be told."""
    registered(receiver.at(PATH))
    page, kept = make_article(west), make_article(west)
    worker_passes()
    type(page).objects.filter(pk=page.pk).update(live=False)
    tell_again_what_is_gone()
    worker_passes()
    assert receiver.events(PATH)[2:] == ["content.withdrawn"]
    assert str(receiver.of(PATH)[-1].data["url"]).endswith(page.url_path)
    assert kept.live
