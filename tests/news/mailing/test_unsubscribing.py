"""One click ends all mails of a team, for good and for whoever the address has become, and says what stays."""

import pytest
from django.core import mail
from django.test import Client

from clusters.models import Accreditation, Cluster
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User
from news.models import MailingRecipient, MediaContact, Unsubscription
from news.newsroom.mailing.links import unsubscribe_token
from tests.clusters.press_access.support import given, make_scheduled
from tests.factories import make_release
from tests.news.mailing.support import make_contact, send, sent, text_of, unsubscribe_path

pytestmark = pytest.mark.django_db


def test_unsubscribing_is_for_good_for_one_team(south: Cluster, north: Cluster, paula: User) -> None:
    page = make_release(south)
    make_contact(south, "lea@press.example")
    make_contact(north, "lea@press.example")
    send(south, page, paula)
    path = unsubscribe_path(sent()["lea@press.example"])
    client = Client(enforce_csrf_checks=True)
    client.head(path)
    assert "Ne plus rien recevoir" in client.get(path).content.decode()
    assert MediaContact.objects.of_cluster(south.pk).exists(), "to look is not to unsubscribe"
    for _twice in range(2):
        response = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
    assert not MediaContact.objects.of_cluster(south.pk).exists()
    assert MediaContact.objects.of_cluster(north.pk).exists()
    assert "lea" not in Unsubscription.objects.get().address_hash
    row = MailingRecipient.objects.get()
    assert (row.email, row.name, row.email_key, row.state) == ("", "", "", "sent"), "a number stays"
    # Entered again by somebody who does not know, or shared by another team: nothing leaves.
    make_contact(south, "Lea@press.example")
    with pytest.raises(Refusal, match="Personne ne recevrait"):
        send(south, page, paula, sends_again=True)
    # Erased by the team, they still can.
    make_contact(south, "max@press.example")
    send(south, page, paula)
    path = unsubscribe_path(sent()["max@press.example"])
    MailingRecipient.objects.update(email="", email_key="", name="")
    client.post(path)
    assert not MediaContact.objects.of_cluster(south.pk).filter(email="max@press.example").exists()


def test_unsubscribing_by_an_older_mail_counts_for_a_corrected_address(south: Cluster, paula: User) -> None:
    make_contact(south, "lea@press.example")
    send(south, make_release(south), paula)
    path = unsubscribe_path(sent()["lea@press.example"])
    mail.outbox.clear()
    MediaContact.objects.update(email="new@press.example", email_key="new@press.example")
    Client().post(path)
    assert not MediaContact.objects.exists()
    make_contact(south, "new@press.example")
    with pytest.raises(Refusal, match="Personne ne recevrait"):
        send(south, make_release(south), paula)


def test_the_accredited_who_unsubscribe_learn_what_stays(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    given(paula, south, page, email="first@press.example")
    send(south, page, paula, "before")
    message = sent()["first@press.example"]
    assert "vous a accrédité" in text_of(message)
    assert "contacts médias" not in text_of(message)
    for _twice in range(2):
        shown = Client().post(unsubscribe_path(message)).content.decode()
        assert "Votre accréditation reste" in shown
        assert "données sont effacées" not in shown
    assert Accreditation.objects.filter(email="first@press.example").exists()
    with pytest.raises(Refusal, match="Personne ne recevrait"):
        send(south, page, paula, "before", sends_again=True)


def test_unsubscribing_from_a_cluster_that_is_gone_finds_nothing() -> None:
    path = f"/release-mail/{unsubscribe_token(999_999, 'a' * 64, 1)}/unsubscribe/"
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404
