"""A reader asks by the form, confirms by a link, changes their choices and ends it; nobody learns who is known."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from clusters.models import Cluster, Subscriber, SubscriberChoice, SubscriberMail
from clusters.subscriptions.forms import SubscribeForm
from clusters.subscriptions.links import manage_token
from clusters.subscriptions.retention import erase_due
from fedcms.core.models import Topic
from tests.clusters.subscriptions.support import header_path, html_of, link, subscriber
from tests.factories import make_mission

pytestmark = pytest.mark.django_db

FORM = "/fr/subscribe/"


@pytest.fixture(autouse=True)
def many_requests(settings: Settings) -> None:
    """All tests' readers have the same address."""
    settings.FEDCMS_SUBSCRIPTION_RATE = "100000/m"


def posted(client: Client, address: str = FORM, **values: object) -> object:
    """The form as a person sends it, some seconds after they opened it."""
    with time_machine.travel(timezone.now() - timedelta(seconds=10)):
        stamp = SubscribeForm.new_stamp()
    fields: dict[str, object] = {
        "email": "lea@reader.example",
        "languages": ["fr"],
        "language": "fr",
        "rhythm": "once",
        "website": "",
        "stamp": stamp,
    }
    return client.post(address, fields | values)


def last_mail() -> EmailMultiAlternatives:
    message = mail.outbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    return message


def ticked(content: bytes) -> dict[str, set[str]]:
    """The boxes of a form that are ticked, by field."""
    found: dict[str, set[str]] = {}
    for box in html.document_fromstring(content.decode()).xpath("//input[@checked]"):
        found.setdefault(box.get("name"), set()).add(box.get("value"))
    return found


def test_the_form_has_the_filter_of_its_page_and_keeps_what_was_typed(loire: Cluster) -> None:
    Topic.objects.create(key="ai", labels={"fr": "IA"})
    make_mission(loire, destination_country="JP")
    client = Client()
    page = client.get(f"/fr/clusters/{loire.slug}/actualites/?topic=ai")
    found = re.search(r'class="feeds__link" href="(/fr/subscribe/[^"]*)"', page.content.decode())
    assert found is not None
    query = found[1].partition("?")[2]
    form = client.get(found[1].replace("&amp;", "&"))
    chosen = ticked(form.content)
    assert chosen["clusters"] == {loire.slug}
    assert chosen["topics"] == {"ai"}
    assert "mission" not in chosen["kinds"]
    assert chosen["languages"] == {"fr"}
    assert "partent à 7\N{NO-BREAK SPACE}h (\u2068Paris\u2069)" in form.content.decode()
    assert f'href="/en/subscribe/?{query}"' in form.content.decode(), "in another language, too"
    strange = client.get(f"{FORM}?kind=nonsense&cluster=x&topic=y&country=zz&country=Appelez+le+0899")
    assert strange.status_code == 200
    assert "Appelez" not in strange.content.decode(), "what an address says is no option of the form"

    wrong = posted(client, email="lea@", topics=["ai"], countries=["JP"], languages=[])
    assert wrong.status_code == 422
    assert ticked(wrong.content)["topics"] == {"ai"}
    assert ticked(wrong.content)["countries"] == {"JP"}
    assert 'value="lea@"' in wrong.content.decode()
    # Addresses that no mail can have: too long as a domain of the net, or as it is compared.
    for address in (
        f"a@{'é' * 60}.fr",
        f"a@{'ﷺ' * 20}.fr",
        f"{'a' * 65}@b.fr",
        f"a@{'.'.join(['ß' * 31] * 5)}.fr",
    ):
        refused = posted(client, email=address)
        assert refused.status_code == 422, address
        assert "field__error" in refused.content.decode()
    assert mail.outbox == []
    assert not Subscriber.objects.exists()


def test_a_reader_confirms_and_the_answer_is_the_same_for_who_is_known(loire: Cluster) -> None:
    topic = Topic.objects.create(key="ai", labels={"fr": "IA"})
    client = Client(enforce_csrf_checks=True)
    sent = posted(client, clusters=[loire.slug], topics=["ai"], kinds=["release", "mission"])
    assert (sent.status_code, sent["Location"]) == (302, f"{FORM}?sent=1")
    assert "Regardez votre boîte" in client.get(sent["Location"]).content.decode()
    message = last_mail()
    assert message.to == ["lea@reader.example"]
    confirm = link(message, "confirmer")
    assert "lea" not in confirm
    assert header_path(message) == link(message, "Effacer mon adresse"), "whoever did not ask ends it"
    shown = client.get(confirm)
    assert "IA" in shown.content.decode()
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown["Cache-Control"]
    assert Subscriber.objects.get().state == "new", "a program that opens links confirms nothing"
    assert "Vous êtes abonné" in client.post(confirm).content.decode()
    found = Subscriber.objects.get()
    assert found.state == "active"
    assert found.confirmed_at is not None
    choices = {
        *(("kind", "release"), ("kind", "mission"), ("cluster", str(loire.pk))),
        *(("topic", str(topic.pk)), ("language", "fr")),
    }
    assert set(SubscriberChoice.objects.values_list("facet", "value")) == choices
    again = posted(client, kinds=["article"])
    assert (again.status_code, again["Location"]) == (sent.status_code, sent["Location"])
    assert set(SubscriberChoice.objects.values_list("facet", "value")) == choices, "who asks proves nothing"
    manage = link(last_mail(), "Voir mon abonnement")
    assert ticked(client.get(manage).content)["kinds"] == {"release", "mission"}
    assert not client.cookies


def test_a_subscriber_changes_pauses_takes_their_data_and_ends_it_all(loire: Cluster) -> None:
    found = subscriber("lea", topics={"999"}, clusters={str(loire.pk), "998"})
    client, manage = Client(enforce_csrf_checks=True), f"/subscriptions/manage/{manage_token(found)}/"
    shown = client.get(manage)
    assert ticked(shown.content)["clusters"] == {loire.slug, "-"}
    assert "n’existe plus sur le site : Clusters, Thèmes<" in shown.content.decode()
    # A topic that was deleted is not taken for all of them, unless its reader says so.
    same = {"clusters": [loire.slug, "-"], "topics": ["-"], "languages": ["fr"], "language": "fr"}
    assert client.post(manage, same | {"rhythm": "once"}).status_code == 302
    chosen = set(SubscriberChoice.objects.values_list("facet", "value"))
    assert chosen == {
        *(("cluster", str(loire.pk)), ("cluster", "998")),
        *(("topic", "999"), ("language", "fr")),
    }
    other = {"kinds": ["event"], "languages": ["fr", "ar"], "language": "ar", "rhythm": "daily"}
    saved = client.post(manage, other)
    assert saved.status_code == 302
    assert '<html lang="ar" dir="rtl">' in client.get(saved["Location"]).content.decode()
    found.refresh_from_db()
    assert (found.rhythm, found.takes_all_topics, found.takes_all_kinds) == ("daily", True, False)
    assert client.post(manage, {"languages": [], "language": "ar", "rhythm": "daily"}).status_code == 422
    for action, state in (("pause", "paused"), ("resume", "active"), ("stay", "active")):
        assert client.post(f"{manage}{action}/").status_code == 302
        found.refresh_from_db()
        assert found.state == state
    sealed = [client.post(f"{manage}other/"), client.put(f"{manage}stay/"), client.get(manage[:-1])]
    assert [each.status_code for each in sealed] == [404, 405, 308]
    sealed.append(client.get(f"{manage}stay/"))
    assert sealed[-1]["Location"] == manage, "who opens it is led to the choices"
    for answer in sealed:
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
    assert "Ce lien ne sert pas" in sealed[1].content.decode()
    data = json.loads(client.get(f"{manage}data/").content)
    assert (data["email"], data["key"]) == ("lea@reader.example", str(found.key))
    assert {"facet": "kind", "value": "event"} in data["choices"]
    assert {"links_sent", "links_since", "refusals"} <= set(data)
    end = re.search(r'action="[^"]*(/subscriptions/end/[^"]+)"', client.get(manage).content.decode())
    assert end is not None
    Subscriber.objects.update(language="fr")
    assert "Plus rien ne vous sera envoyé" in client.post(end[1]).content.decode()
    assert not Subscriber.objects.exists()
    # Subscribed again, the old link ends nothing, and says so.
    again = subscriber("lea")
    for answer in (client.post(end[1]), client.get(end[1])):
        assert answer.status_code == 200
        assert "Plus rien ne vous sera" not in answer.content.decode()
        assert "utilisez le lien du dernier reçu" in answer.content.decode()
    assert Subscriber.objects.get() == again
    assert client.get(manage).status_code == 404
    assert client.get(f"{manage}data/").status_code == 404
    assert not client.cookies


def test_the_form_is_no_way_to_flood_an_address_nor_the_site(settings: Settings, loire: Cluster) -> None:
    client = Client()
    for _time in range(5):
        assert posted(client).status_code == 302
    assert len(mail.outbox) == 3, "the others get the same answer, and no mail"
    for days, number in ((2, 3), (29, 3), (31, 4)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            posted(client)
        assert len(mail.outbox) == number, "three in a month, as long as nobody has confirmed"
    assert client.post(header_path(last_mail())).status_code == 200
    assert not Subscriber.objects.exists()
    assert not SubscriberMail.objects.exists(), "the mails of the form go with the address"
    confirm_all = subscriber("lea")
    for _time in range(4):
        posted(client)
    assert len(mail.outbox) == 7, "a subscriber gets three a day"
    assert Subscriber.objects.get() == confirm_all
    trapped = posted(client, website="http://spam.example", kinds=["release"])
    assert trapped.status_code == 422
    assert ticked(trapped.content)["kinds"] == {"release"}
    assert posted(client, stamp=SubscribeForm.new_stamp()).status_code == 422, "faster than a person"
    assert posted(client, stamp="forged").status_code == 422
    settings.FEDCMS_SUBSCRIPTION_RATE = "2/h"
    answers = [
        Client(REMOTE_ADDR="192.0.2.7").post(FORM, posted_fields(f"r{number}@reader.example")).status_code
        for number in range(3)
    ]
    assert answers == [302, 302, 429]
    # The addresses of one connection are one client; what another form counted is not counted here.
    answers = [
        Client(REMOTE_ADDR=f"2001:db8:0:{number // 3}::{number}").post(
            FORM, posted_fields(f"v{number}@reader.example")
        )
        for number in range(4)
    ]
    assert [each.status_code for each in answers] == [302, 302, 429, 302]
    assert 3500 < int(answers[2]["Retry-After"]) <= 3600


def posted_fields(email: str) -> dict[str, object]:
    with time_machine.travel(timezone.now() - timedelta(seconds=10)):
        stamp = SubscribeForm.new_stamp()
    return {"email": email, "languages": ["fr"], "language": "fr", "rhythm": "once", "stamp": stamp}


def test_links_end_and_requests_that_nobody_confirms_are_erased(loire: Cluster) -> None:
    client = Client()
    posted(client)
    confirm = link(last_mail(), "confirmer")
    forged = confirm[:-5] + ("aaaa/" if confirm[-5:] != "aaaa/" else "bbbb/")
    assert client.post(forged).status_code == 404
    assert client.get("/subscriptions/confirm/" + "a" * 5000 + "/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert client.post(confirm).status_code == 404
        assert erase_due() == 1
    assert not Subscriber.objects.exists()
    known = subscriber("known")
    posted(client, email=" KNOWN@reader.example")
    manage = link(last_mail(), "Voir mon abonnement")
    assert Subscriber.objects.get() == known, "one subscription an address, however it is written"
    with time_machine.travel(timezone.now() + timedelta(days=181)):
        assert client.get(manage).status_code == 404


def test_mails_speak_the_language_that_was_chosen(loire: Cluster) -> None:
    posted(Client(), language="ar", languages=["ar"])
    message = last_mail()
    assert '<html lang="ar" dir="rtl">' in html_of(message)
    address = next(path for path in re.findall(r"/subscriptions/confirm/[^\s\")]+", message.body))
    assert '<html lang="ar" dir="rtl">' in Client().get(address).content.decode()
