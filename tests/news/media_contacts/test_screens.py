"""A team keeps its media contacts to itself: others see what it shares, and change nothing."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Cluster
from fedcms.users.models import User
from news.models import ContactList, Mailing, MailingRecipient, MediaContact
from news.newsroom.mailing.audience import Audience
from news.newsroom.media_contacts.unsubscribing import hash_of_address, unsubscribe
from tests.factories import make_release
from tests.news.mailing.support import make_contact, send

pytestmark = pytest.mark.django_db

ROOT = "/admin/media-contacts/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(**fields: object) -> dict[str, object]:
    return {
        "name": "Léa Martin",
        "medium": "Ouest",
        "email": "lea@press.example",
        "first_language": "fr",
        "other_languages": ["en"],
        "source": "Salon",
        "purpose": "Communiqués",
        "kept_until": "01/01/2030",
        **fields,
    }


def test_an_editor_keeps_contacts(south: Cluster, north: Cluster, editor: User) -> None:
    client, own = signed_in(editor), f"{ROOT}{south.pk}/"
    assert client.get(ROOT).url == own
    assert client.get(f"{own}add/").status_code == 200
    assert client.post(f"{own}add/", form()).status_code == 302
    assert (
        "déjà parmi vos contacts"
        in client.post(f"{own}add/", form(email="LEA@press.example")).content.decode()
    )
    contact = MediaContact.objects.get()
    assert contact.language_codes == ["fr", "en"]
    make_contact(south, "max@press.example", "ar", name="Max")
    make_contact(north, "private@press.example")
    shown = client.get(own).content.decode()
    assert "Léa Martin" in shown
    assert "Max" in shown
    assert "private@press.example" not in shown
    for filters, expected in {
        "q=ouest": "Léa",
        "language=en": "Léa",
        "language=ar": "Max",
        "state=due": "",
    }.items():
        shown = client.get(f"{own}?{filters}").content.decode()
        assert [name for name in ("Léa", "Max") if f"<bdi>{name}" in shown] == [expected][: bool(expected)], (
            filters
        )
    one = f"{own}{contact.pk}/"
    client.post(one, form(name="Léa M."))
    contact.refresh_from_db()
    assert contact.name == "Léa M."
    data = json.loads(client.get(f"{one}export/").content)
    assert (data["email"], data["languages"]) == ("lea@press.example", ["fr", "en"])
    client.post(f"{one}erase/")
    assert MediaContact.objects.filter(pk=contact.pk).exists(), "not without the box"
    client.post(f"{one}erase/", {"sure": "1"})
    assert not MediaContact.objects.filter(pk=contact.pk).exists()
    unsubscribe(south.pk, hash_of_address(south.pk, "lea@press.example"))
    assert "s’est désabonnée" in client.post(f"{own}add/", form()).content.decode()


def test_nobody_else_sees_them_unless_they_are_shared(
    south: Cluster, north: Cluster, editor: User, nora: User, paula: User
) -> None:
    contact = make_contact(south, "lea@press.example", name="Léa Martin")
    chosen = ContactList.objects.create(cluster=south, name="Presse")
    contact.lists.add(chosen)
    make_contact(south, "unlisted@press.example")
    mailing = send(south, make_release(south), paula)
    client, own = signed_in(nora), f"{ROOT}{south.pk}/"
    addresses = [
        own,
        *(f"{own}{each}/" for each in ("add", "import", "export", "lists", "lists/add", contact.pk)),
        *(f"{own}{contact.pk}/{each}/" for each in ("keep", "erase", "export")),
        *(f"{own}lists/{chosen.pk}/", f"{own}lists/{chosen.pk}/delete/"),
        *(f"/admin/release-mailings/{south.pk}/", f"/admin/release-mailings/{south.pk}/{mailing.pk}/"),
        *(f"/admin/release-mailings/{south.pk}/{mailing.pk}/{each}/" for each in ("pause", "resume", "stop")),
        f"/admin/release-mailings/page/{mailing.page_id}/",
    ]
    for address in addresses:
        # The admin redirects whoever may not, and says so.
        for response in (client.get(address), client.post(address, {"sure": "1"})):
            assert response.status_code in (302, 403, 405), address
            assert "lea@press.example" not in response.content.decode()
    assert MediaContact.objects.of_cluster(south.pk).count() == 2
    theirs = f"{ROOT}{north.pk}/"
    for path in (f"{contact.pk}/", f"lists/{chosen.pk}/", f"shared/{chosen.pk}/"):
        assert client.get(theirs + path).status_code == 404, path
    signed_in(editor).post(f"{own}lists/{chosen.pk}/", {"name": "Presse", "shared_with": [north.pk]})
    assert "Presse" in client.get(f"{theirs}lists/").content.decode()
    shown = client.get(f"{theirs}shared/{chosen.pk}/").content.decode()
    assert "lea@press.example" in shown
    assert "unlisted@press.example" not in shown
    assert client.get(f"{theirs}{contact.pk}/").status_code == 404, "to read, and no more"
    # Another team writes to a contact that is shared with it: that is theirs.
    own_contact = make_contact(north, "zoe@press.example")
    back = ContactList.objects.create(cluster=north, name="Retour")
    back.shared_with.add(south)
    own_contact.lists.add(back)
    send(south, make_release(south), paula, audience=Audience(lists=(back,)))
    assert own_contact.mails_received.filter(state="sent").exists()
    assert "Rien ne lui a été envoyé" in client.get(theirs).content.decode()
    unsubscribe(north.pk, hash_of_address(north.pk, "lea@press.example"))
    assert "lea@press.example" not in client.get(f"{theirs}shared/{chosen.pk}/").content.decode()
    assert MediaContact.objects.filter(pk=contact.pk).exists(), "they unsubscribed from another team"
    # Whoever looks for contacts by the API of the admin, or in a chooser, finds no such thing.
    assert "lea@press" not in client.get("/admin/reports/site-history/").content.decode()


def test_a_publisher_previews_tests_sends_and_looks(south: Cluster, editor: User, paula: User) -> None:
    page = make_release(south, title="Le titre")
    for number in range(3):
        make_contact(south, f"c{number}@press.example")
    client, url = signed_in(paula), f"/admin/release-mailings/page/{page.pk}/"
    assert signed_in(editor).get(url).status_code in (302, 403), "editors do not send"
    shown = client.get(url).content.decode()
    key = shown.partition('name="form_key" value="')[2].partition('"')[0]
    fields = {"form_key": key, "when": "now", "to_everyone": "on", "subject_fr": "Un objet"}
    shown = client.post(url, fields | {"preview": "1"}).content.decode()
    assert "3 personnes recevront" in shown
    assert "Un objet" in shown
    assert "Ne plus recevoir" in shown
    assert not Mailing.objects.exists()
    shown = client.post(url, fields | {"test": "1"}).content.decode()
    from django.core import mail  # noqa: PLC0415

    (test,) = mail.outbox
    assert (test.to, test.subject) == ([paula.email], "[Essai] Un objet")
    assert "List-Unsubscribe" not in test.extra_headers
    mail.outbox.clear()
    assert (
        "Choisissez à qui" in client.post(url, {"form_key": key, "when": "now", "send": "1"}).content.decode()
    )
    unknown = fields | {"send": "1", "addresses": "nobody@press.example"}
    assert "ne sont pas parmi vos contacts" in client.post(url, unknown).content.decode()
    first = client.post(url, fields | {"send": "1"})
    again = client.post(url, fields | {"send": "1"})
    assert first.url == again.url, "a form acts once"
    assert len(mail.outbox) == 3
    shown = client.get(first.url).content.decode()
    assert "envoyé</a> : 3" in shown
    assert "c1@press.example" in shown
    assert "Le titre" in client.get(f"/admin/release-mailings/{south.pk}/").content.decode()


def test_the_screens_ask_as_much_for_many_as_for_few(south: Cluster, paula: User) -> None:
    client = signed_in(paula)
    page = make_release(south)
    chosen = ContactList.objects.create(cluster=south, name="Presse")

    def more(start: int, number: int) -> None:
        for each in range(start, start + number):
            make_contact(south, f"c{each}@press.example").lists.add(chosen)

    def queries() -> list[int]:
        counts = []
        for address in (
            f"{ROOT}{south.pk}/",
            f"{ROOT}{south.pk}/lists/",
            f"/admin/release-mailings/{south.pk}/",
            f"/admin/release-mailings/{south.pk}/{mailing.pk}/",
            f"/admin/release-mailings/page/{page.pk}/",
        ):
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert client.get(address).status_code == 200
            counts.append(len(found))
        return counts

    more(0, 3)
    mailing = send(south, page, paula)
    few = queries()
    more(3, 20)
    MailingRecipient.objects.bulk_create(
        MailingRecipient(
            mailing=mailing,
            email=f"r{each}@x.example",
            languages=" fr ",
            message_id=str(each),
            sent_at=timezone.now(),
            state="sent",
        )
        for each in range(20)
    )
    send(south, page, paula, sends_again=True)
    assert queries() == few
