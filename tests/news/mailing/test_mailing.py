"""A release goes by mail to whom its team chose, in their language, once, and nobody gets what is not public."""

from pathlib import Path

import pytest
from django.core import mail
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from clusters.press_access.granting import revoke
from clusters.press_access.log_filter import masked
from clusters.publishing.refusal import Refusal
from fedcms.core.blocks.body import BodyBlock
from fedcms.core.changes.outbox import dispatch
from fedcms.core.models import PublicChange, Topic
from fedcms.users.models import User
from news.models import ContactList, Mailing, MailingOpening
from news.newsroom.mailing.audience import Audience
from news.newsroom.mailing.starting import begin, resume
from tests.clusters.press_access.support import given, make_files, make_scheduled, read
from tests.factories import make_release, make_user
from tests.factories.content import publish
from tests.news.mailing.support import (
    BROWSER,
    html_of,
    link,
    make_contact,
    send,
    sent,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_each_gets_the_release_once_in_a_language_of_theirs(
    south: Cluster, north: Cluster, paula: User
) -> None:
    page = make_release(south, title="Dix écoles essaient l’atelier", contact_email="presse@midi.example")
    make_release(south, "en", title="Ten schools try it", translation_key=page.translation_key)
    make_contact(south, "lea@press.example")
    make_contact(south, "max@press.example", "es en")
    make_contact(south, "nour@press.example", "ar")
    make_contact(south, "gone@press.example", bounced_at=timezone.now())
    make_contact(north, "private@press.example")
    shared = ContactList.objects.create(cluster=north, name="Partagée")
    shared.shared_with.add(south)
    make_contact(north, "LEA@press.example").lists.add(shared)
    make_contact(north, "zoe@press.example").lists.add(shared)
    texts = {"fr": {"subject": "À lire : l’atelier", "introduction": "Bonjour,\n\nVoici notre annonce."}}
    mailing = send(south, page, paula, audience=Audience(to_everyone=True, lists=(shared,)), texts=texts)

    left = sent()
    assert set(left) == {
        *("lea@press.example", "max@press.example", "nour@press.example", "zoe@press.example")
    }
    assert mailing.state == "done"
    french, english, arabic = (left[f"{name}@press.example"] for name in ("lea", "max", "nour"))
    assert french.subject == "À lire : l’atelier"
    assert 'lang="fr" dir="ltr"' in html_of(french)
    assert "Voici notre annonce." in html_of(french)
    assert "Voici notre annonce." in text_of(french)
    assert "DIX ÉCOLES ESSAIENT L’ATELIER" in text_of(french)
    assert "The text of the release." in text_of(french)
    assert "presse@midi.example" in text_of(french)
    assert english.subject == "Ten schools try it"
    assert "n’existe pas" not in html_of(english)
    assert arabic.subject == french.subject, "without a version of theirs, the original"
    assert '<p lang="ar" dir="rtl"' in html_of(arabic), "and it says so in theirs"
    for message in left.values():
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message.extra_headers["Message-ID"]
        assert message.reply_to == [south.press_address]
        assert "<img" not in html_of(message)
        assert 'href="/' not in html_of(message), "no address is relative in a mail"
    with pytest.raises(Refusal, match="Personne ne recevrait"):
        send(south, page, paula, audience=Audience(to_everyone=True, lists=(shared,)))
    make_contact(south, "new@press.example")
    send(south, page, paula)
    assert len(sent()) == 5, "who had it does not get it again, who is new does"


def test_topics_and_a_language_narrow_it_and_chosen_contacts_always_get_it(
    south: Cluster, north: Cluster, paula: User
) -> None:
    page = make_release(south)
    topic = Topic.objects.create(key="robots-essai", labels={"fr": "Robots"})
    make_contact(south, "lea@press.example").topics.add(topic)
    make_contact(south, "english@press.example", "en").topics.add(topic)
    make_contact(south, "max@press.example")
    chosen = make_contact(south, "chosen@press.example", "ar")
    foreign = make_contact(north, "foreign@press.example")
    audience = Audience(to_everyone=True, contacts=(chosen, foreign), topic_ids=(topic.pk,), language="fr")
    send(south, page, paula, audience=audience)
    assert set(sent()) == {"lea@press.example", "chosen@press.example"}


def test_a_mailing_for_the_publication_leaves_with_it_once_and_not_before(
    south: Cluster, paula: User
) -> None:
    page = make_scheduled(south)
    make_contact(south, "lea@press.example")
    with pytest.raises(Refusal, match="pas encore public"):
        send(south, page, paula)
    mailing = send(south, page, paula, "publication")
    begin.enqueue(mailing_id=mailing.pk)
    while dispatch():
        pass
    mailing.refresh_from_db()
    assert (mailing.state, mail.outbox) == ("waiting", [])
    make_contact(south, "late@press.example")
    gone = make_contact(south, "gone@press.example")
    page.go_live_at = None
    publish(page)
    gone.delete()
    assert mail.outbox == [], "it follows the event, not the request"
    while dispatch():
        pass
    assert set(sent()) == {"lea@press.example", "late@press.example"}, "as they are at the moment"
    # The event is told again, and the release is published again with another text.
    PublicChange.objects.update(dispatched_at=None)
    page.title = "Un autre titre"
    publish(page)
    while dispatch():
        pass
    assert len(sent()) == 2


def test_the_accredited_get_it_before_with_their_own_links_and_nobody_else(
    south: Cluster, paula: User
) -> None:
    page = make_scheduled(south, files=make_files(south))
    make_contact(south, "lea@press.example")
    first, _link = given(paula, south, page, email="first@press.example")
    given(paula, south, email="all@press.example", language="en")
    revoked, _revoked = given(paula, south, email="revoked@press.example")
    revoke(revoked, south, paula)
    send(south, page, paula, "before")
    left = sent()
    assert set(left) == {"first@press.example", "all@press.example"}
    message = left["first@press.example"]
    assert message.subject.startswith("[Sous embargo jusqu’au ")
    assert html_of(message).count("Ne publiez et ne diffusez rien avant ce moment.") == 2
    assert text_of(message).count("Ne publiez et ne diffusez rien avant ce moment.") == 2
    address = link(message, "Lire le communiqué")
    status, shown = read(address)
    assert status == 200
    assert page.title in shown
    document = link(message, "Dossier essai")
    assert document.startswith(address), "a file is opened through the link, too"
    assert Client().get(document).status_code == 200
    assert first.openings.exists(), "what they open is noted with their accreditation"
    assert read(link(left["all@press.example"], "Lire"))[0] == 200
    # Their own link stays; one more is void with it.
    revoke(first, south, paula)
    assert read(address)[0] == 404


def test_a_link_notes_who_opened_and_answers_as_the_site_does(south: Cluster, paula: User) -> None:
    page = make_release(south, title="Ouvert", lead_image=make_files(south).image)
    page.attachments.create(document=make_files(south, "pièce").document)
    publish(page)
    make_contact(south, "lea@press.example")
    send(south, page, paula)
    message = sent()["lea@press.example"]
    reading, document = link(message, "Lire le communiqué"), link(message, "Dossier pièce")
    assert "press.example" not in reading
    client = Client()
    client.head(reading, headers=BROWSER)
    client.get(reading, headers=BROWSER | {"Sec-Purpose": "prefetch"})
    client.get(reading, headers={"User-Agent": "Slackbot 1.0"})
    assert not MailingOpening.objects.exists(), "nobody looked"
    for _twice in range(2):
        response = client.get(reading, headers=BROWSER)
        assert (response.status_code, response.url) == (302, page.url_path)
        assert response["Referrer-Policy"] == "no-referrer"
    assert client.get(document, headers=BROWSER).url.startswith("/documents/")
    assert {each.subject.partition(":")[0] for each in MailingOpening.objects.all()} == {"page", "document"}
    assert MailingOpening.objects.count() == 2
    foreign = make_files(south, "ailleurs").document
    for address in (f"documents/{foreign.pk}/ailleurs.txt", "documents/900000/n-importe-quoi"):
        client.get(f"{reading}{address}", headers=BROWSER)
    client.get(f"{document}-sous-un-autre-nom", headers=BROWSER)
    assert sorted(MailingOpening.objects.values_list("title", flat=True)) == ["Dossier pièce", "Ouvert"], (
        "nothing is noted but what the release has, by the name that the site gives it"
    )
    page.unpublish()
    response = client.get(reading, headers=BROWSER, follow=True)
    assert response.status_code == client.get(page.url_path).status_code != 200
    assert masked(reading) == "/release-mail/…/", "no log has the address of a mail"
    for forged in ("1.x", reading.strip("/").rpartition("/")[2][:-1], "x" * 5000):
        assert client.get(f"/release-mail/{forged}/", headers=BROWSER).status_code == 404


def test_a_release_that_is_not_public_any_more_is_not_sent_and_says_so(south: Cluster, paula: User) -> None:
    page = make_release(south)
    for number in range(3):
        make_contact(south, f"c{number}@press.example")
    page.unpublish()
    mailing = Mailing.objects.create(cluster=south, page=page, title="x", moment="now", to_everyone=True)
    begin.enqueue(mailing_id=mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.pause_reason) == ("paused", "not_public")
    assert "plus public" in mailing.get_pause_reason_display()
    resume(mailing, south, paula)
    mailing.refresh_from_db()
    assert (mailing.state, mail.outbox) == ("paused", [])
    publish(page)
    resume(mailing, south, paula)
    mailing.refresh_from_db()
    assert mailing.state == "done"
    assert len(sent()) == 3


def test_only_publishers_of_the_team_send(south: Cluster, north: Cluster, paula: User) -> None:
    page = make_release(south)
    make_contact(south, "lea@press.example")
    for user in (make_user("ed", south), make_user("nora", north, "publisher")):
        with pytest.raises(Refusal):
            send(south, page, user)
    with pytest.raises(Refusal, match="pas de cette équipe"):
        send(north, page, make_user("otto", north, "publisher"))
    private = ContactList.objects.create(cluster=north, name="Privée")
    make_contact(north, "private@press.example").lists.add(private)
    with pytest.raises(Refusal, match="Personne"):
        send(south, page, paula, audience=Audience(lists=(private,)))
    assert mail.outbox == []


def test_a_mail_has_each_block_of_a_release() -> None:
    source = Path(get_template("news/mailing/body.html").origin.name).read_text()
    missing = [name for name in BodyBlock().child_blocks if f'kind == "{name}"' not in source]
    assert missing == [], "a block of the body is left out of mails: add it to news/mailing/body.html"
    body = BodyBlock().to_python(
        [{"type": "gallery", "value": {"title": "Nos ateliers", "images": [{"caption": "La grande salle"}]}}]
    )
    shown = render_to_string("news/mailing/body.html", {"body": body})
    assert "Nos ateliers" in shown
    assert "La grande salle" in shown
