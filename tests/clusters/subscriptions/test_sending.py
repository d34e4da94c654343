"""Who subscribed gets what they chose, once, when it is public, and nothing afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from clusters.models import Announcement, Cluster, MailedPage, Rhythm, Subscriber, SubscriberMail
from clusters.publishing.withdrawal.actions import restore, withdraw
from clusters.subscriptions import changes
from clusters.subscriptions.choices import choices_of
from clusters.subscriptions.links import unsubscribe_token
from fedcms.core.models import Topic
from fedcms.users.models import User
from tests.clusters.subscriptions.support import (
    GRACE,
    header_path,
    html_of,
    left,
    link,
    subscriber,
    titles,
    work,
)
from tests.core.smtp_sink import smtp_sink
from tests.factories import make_article, make_mission, make_release
from tests.factories.content import publish

pytestmark = pytest.mark.django_db


def test_what_appears_is_told_once_in_the_first_language_of_each_reader(
    south: Cluster, clock: "time_machine.Coordinates"
) -> None:
    for name, languages in (("fanny", "fr"), ("elena", "en fr"), ("sara", "es"), ("nour", "ar fr")):
        subscriber(name, languages)
    page = make_release(south, title="Dix écoles essaient l’atelier", summary="Un essai d’un an.")
    work()
    assert mail.outbox == [], "a translation may follow at once"
    clock.shift(timedelta(minutes=5))
    make_release(south, "en", title="Ten schools try it", translation_key=page.translation_key)
    clock.shift(GRACE)
    work()
    sent = left()
    assert {name: [each.subject for each in mails] for name, mails in sent.items()} == {
        "fanny": ["Dix écoles essaient l’atelier"],
        "elena": ["Ten schools try it"],
        "nour": ["Dix écoles essaient l’atelier"],
    }
    arabic = sent["nour"][0]
    assert '<html lang="ar" dir="rtl">' in html_of(arabic)
    assert '<h2 lang="fr" dir="ltr"' in html_of(arabic)
    french = sent["fanny"][0]
    assert "Un essai d’un an." in french.body
    assert "MID" in french.body
    assert link(french, "Dix écoles") == page.url_path
    headers = french.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"\nList-Id: <subscriptions.127.0.0.1>\n" in french.message().as_bytes(), "no encoded words"
    assert (headers["Precedence"], headers["Auto-Submitted"]) == ("bulk", "auto-generated")
    assert "fanny" not in header_path(french), "an address tells nothing of the person"

    # The Spanish version is news to who reads nothing else, and to nobody else.
    make_release(south, "es", title="Diez escuelas", translation_key=page.translation_key)
    # What is corrected, moved, taken off and put back, or told again by the outbox, is none.
    page.title = "Dix écoles essaient l’atelier, et une onzième"
    publish(page)
    work()
    page.unpublish()
    work()
    publish(page)
    clock.shift(GRACE)
    work()
    assert {name: [each.subject for each in mails] for name, mails in left(3).items()} == {
        "sara": ["Diez escuelas"]
    }


def test_each_gets_what_they_chose(south: Cluster, clock: "time_machine.Coordinates") -> None:
    topic = Topic.objects.create(key="ai", labels={"fr": "IA"})
    subscriber("kind", kinds={"release"})
    subscriber("cluster", clusters={str(south.pk)})
    subscriber("federation", clusters={"0"})
    subscriber("topic", topics={str(topic.pk)})
    subscriber("canada", countries={"CA"})
    subscriber("japan", countries={"JP"})
    subscriber("gone", topics={"999999"})
    make_release(south, title="Communiqué")
    make_article(None, title="Article", topics=[topic])
    make_mission(south, title="Mission", destination_country="CA")
    clock.shift(GRACE)
    work()
    assert titles("Communiqué", "Article", "Mission") == {
        "kind": [["Communiqué"]],
        "cluster": [["Mission", "Communiqué"]],
        "federation": [["Article"]],
        "topic": [["Article"]],
        "canada": [["Mission", "Article", "Communiqué"]],
        "japan": [["Article", "Communiqué"]],
    }, "what is due together is one mail, the newest first"
    assert {mails[0].subject for name, mails in left().items() if name in ("kind", "canada")} == {
        "Communiqué",
        "3 nouvelles de la Fédération EdTech",
    }


def test_nothing_is_sent_early_nor_once_it_is_withdrawn_and_what_comes_back_is_told_then(
    south: Cluster, paula: User, clock: "time_machine.Coordinates"
) -> None:
    subscriber("fanny")
    subscriber("daniel", rhythm=Rhythm.DAILY)
    embargoed = make_release(south, title="Sous embargo", go_live_at=timezone.now() + timedelta(hours=1))
    hidden = make_release(south, title="Réservé")
    gone = make_release(south, title="Retiré")
    work()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    withdrawal = withdraw(gone, paula)
    clock.shift(GRACE)
    work()
    clock.shift(timedelta(days=1))
    work()
    assert mail.outbox == []
    assert not embargoed.live
    clock.shift(timedelta(minutes=1))
    restore(withdrawal, gone, paula)
    work()
    clock.shift(GRACE)
    work()
    assert {name: [each.subject for each in mails] for name, mails in left().items()} == {"fanny": ["Retiré"]}


def test_what_is_withdrawn_between_queueing_and_sending_is_not_sent(
    south: Cluster, paula: User, clock: "time_machine.Coordinates", settings: Settings
) -> None:
    for name in ("fanny", "farid"):
        subscriber(name)
    daniel = subscriber("daniel", rhythm=Rhythm.DAILY)
    page = make_release(south, title="Retiré")
    make_release(south, title="Reste")
    with smtp_sink() as sink:
        settings.FEDCMS_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False
        sink.refuses = True
        clock.shift(timedelta(days=1))
        work()
        assert SubscriberMail.objects.filter(state="waiting").count() == 3
        withdraw(page, paula)
        Subscriber.objects.get(email="farid@reader.example").delete()
        sink.refuses = False
        clock.shift(timedelta(hours=1))
        work()
        assert sorted((each["To"], each["Subject"]) for each in sink.mails if "Reste" in each["Subject"]) == [
            ("fanny@reader.example", "Reste")
        ]
        (digest,) = [each for each in sink.mails if each["To"] == daniel.email]
        text = digest.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
        assert "Reste" in text
        assert "Retiré" not in text
        assert len(sink.mails) == 2
    assert MailedPage.objects.filter(translation_key=page.translation_key).count() == 0


def test_digests_gather_what_is_new_and_an_empty_one_is_not_sent(
    south: Cluster, clock: "time_machine.Coordinates"
) -> None:
    subscriber("daniel", rhythm=Rhythm.DAILY)
    weekly = subscriber("wanda", rhythm=Rhythm.WEEKLY)
    for title in ("Un", "Deux"):
        make_article(south, title=title)
    clock.shift(timedelta(days=1))
    for _twice in range(2):
        work()
    (digest,) = left()["daniel"]
    assert digest.subject.startswith("2 nouvelles")
    assert {"Un", "Deux"} <= set(digest.body.split())
    clock.shift(timedelta(days=1))
    work()
    assert set(left(1)) <= {"wanda"}, "nothing is new"
    mail.outbox.clear()
    # Whoever leaves a rhythm gets what waited for it, once.
    make_article(south, title="Trois")
    clock.shift(GRACE)
    work()
    changes.change(weekly, "fr", Rhythm.AT_ONCE, choices_of([weekly])[weekly.pk])
    work()
    assert any("Trois" in each.body for each in left()["wanda"])
    clock.shift(timedelta(days=8))
    work()
    assert sum("Trois" in each.body for each in left()["wanda"]) == 1


def test_who_pauses_unsubscribes_or_is_unconfirmed_gets_nothing(
    south: Cluster, clock: "time_machine.Coordinates"
) -> None:
    paused, gone, new = subscriber("paul"), subscriber("gaston"), subscriber("nina")
    Subscriber.objects.filter(pk=new.pk).update(state="new", confirmed_at=None, active_since=None)
    make_article(south, title="Avant")
    changes.pause(paused)
    clock.shift(GRACE)
    client = Client(enforce_csrf_checks=True)
    address = f"/subscriptions/end/{unsubscribe_token(gone)}/"
    assert "Me désabonner" in client.get(address).content.decode()
    assert Subscriber.objects.filter(pk=gone.pk).exists(), "a link that is only opened ends nothing"
    for _twice in range(2):
        response = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert not response.cookies
    work()
    assert mail.outbox == []
    changes.resume(paused)
    clock.shift(timedelta(minutes=1))
    make_article(south, title="Après")
    clock.shift(GRACE)
    work()
    assert {name: [each.subject for each in mails] for name, mails in left().items()} == {"paul": ["Après"]}


def test_an_old_page_that_becomes_public_again_is_no_news(
    south: Cluster, clock: "time_machine.Coordinates"
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        page = make_article(south, title="Ancien")
        page.unpublish()
    work()
    Announcement.objects.all().delete()
    subscriber("fanny")
    publish(page)
    clock.shift(GRACE)
    work()
    assert mail.outbox == []
