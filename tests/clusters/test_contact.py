"""A message left on a contact page reaches the cluster's team; spam is refused in words, and nothing typed is lost."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.test import Client
from django.utils import timezone
from lxml import html

from clusters.directory.forms import ContactForm
from clusters.directory.stamped_form import FASTEST_SECONDS, STAMP_SALT, StampedForm
from clusters.models import Cluster, ContactMessage, Organisation
from clusters.tasks import prune_messages

pytestmark = pytest.mark.django_db

ADDRESS = "/fr/clusters/loire/contact/"


@pytest.fixture
def cluster(loire: Cluster) -> Cluster:
    """A cluster with its contact page."""
    return loire


def old_stamp(monkeypatch: pytest.MonkeyPatch, seconds: float = FASTEST_SECONDS + 1) -> str:
    """The stamp of a form that was shown so many seconds ago."""
    now = time.time()
    monkeypatch.setattr("clusters.directory.stamped_form.time.time", lambda: now - seconds)
    stamp = StampedForm.new_stamp()
    monkeypatch.setattr("clusters.directory.stamped_form.time.time", lambda: now)
    return stamp


def message(stamp: str, **changes: str) -> dict[str, str]:
    """What a person posts."""
    return {
        "name": "Une enseignante",
        "email": "enseignante@lycee.example",
        "organisation": "Lycée",
        "subject": "Une question",
        "message": "Comment participer à l’atelier ?",
        "website": "",
        "stamp": stamp,
    } | changes


def test_a_message_reaches_the_team(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept, mailed once to the cluster's address, and answers go to the sender."""
    response = Client().post(ADDRESS, message(old_stamp(monkeypatch)))
    assert response.status_code == 302
    kept = ContactMessage.objects.get()
    assert kept.cluster == cluster
    assert [(m.to, m.reply_to, m.subject) for m in mail.outbox] == [
        ([cluster.email], ["enseignante@lycee.example"], "[LOI] Une question")
    ]
    assert "Merci" in Client().get(response["Location"]).content.decode()


def test_a_button_pressed_twice_writes_once(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """One form shown is one message, also after the reader went back; a form shown anew is another."""
    stamp = old_stamp(monkeypatch)
    for _press in range(2):
        assert Client().post(ADDRESS, message(stamp)).status_code == 302
    assert (ContactMessage.objects.count(), len(mail.outbox)) == (1, 1)
    assert Client().post(ADDRESS, message(old_stamp(monkeypatch))).status_code == 302
    assert (ContactMessage.objects.count(), len(mail.outbox)) == (2, 2)


def test_another_message_in_a_form_that_was_sent_leaves_as_well(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader went back and wrote something else, or another has the same page: it is not taken for the first."""
    stamp = old_stamp(monkeypatch)
    for words in (
        {},
        {"message": "Et une seconde question ?"},
        {"name": "Un autre", "email": "autre@lycee.example"},
    ):
        for _press in range(2):
            assert Client().post(ADDRESS, message(stamp, **words)).status_code == 302
    assert [sent.subject for sent in mail.outbox] == ["[LOI] Une question"] * 3
    assert {sent.name for sent in ContactMessage.objects.all()} == {"Une enseignante", "Un autre"}
    assert ContactMessage.objects.count() == 3


FROM_HERE, FROM_ELSEWHERE = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize(
    ("address", "headers", "is_taken"),
    [
        (ADDRESS, FROM_HERE, True),
        (ADDRESS, {"Sec-Fetch-Site": "none"}, True),
        (ADDRESS, {"Origin": "http://testserver"}, True),
        (ADDRESS, {"Origin": "null"}, True),
        (ADDRESS, FROM_ELSEWHERE | {"Origin": "http://testserver"}, False),
        (ADDRESS, {"Sec-Fetch-Site": "same-site"}, False),
        (ADDRESS, {"Origin": "http://testserver.spam.example"}, False),
        ("/fr/rejoindre/", FROM_HERE, True),
        ("/fr/rejoindre/", FROM_ELSEWHERE, False),
        (f"{ADDRESS}join/", FROM_HERE, True),
        (f"{ADDRESS}join/", FROM_ELSEWHERE, False),
    ],
)
def test_a_form_that_a_page_of_another_site_sends_is_not_taken(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, address: str, headers: dict[str, str], is_taken: bool
) -> None:
    answer = Client().post(address, message(old_stamp(monkeypatch)), headers=headers)
    assert answer.status_code == (302 if is_taken else 422)
    assert ContactMessage.objects.exists() is is_taken
    page = answer.content.decode()
    assert is_taken or ("une page d’un autre site" in page and "Comment participer à l’atelier" in page)


def test_writing_needs_no_cookie(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Client(enforce_csrf_checks=True)
    assert not reader.get(ADDRESS).cookies
    assert reader.post(ADDRESS, message(old_stamp(monkeypatch))).status_code == 302
    assert not reader.cookies


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"website": "https://spam.example"}, "champ caché"),
        ({"stamp": "forged"}, "trop longtemps ou trop peu"),
        ({"message": "http://a.example " * 4}, "Trois liens au plus"),
        ({"email": "not an address"}, "valide"),
        ({"email": f"a@{'ü' * 60}.de"}, "Aucun courriel"),
        ({"subject": ""}, "requis"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], words: str
) -> None:
    """A person who was taken for a machine can try again without typing it all once more."""
    response = Client().post(ADDRESS, message(old_stamp(monkeypatch)) | changes)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Une enseignante" in page
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("address", [ADDRESS, "/fr/rejoindre/"])
def test_a_person_whose_browser_filled_the_hidden_field_can_send_again(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """It comes back empty and in sight; everything else is as it was typed, and leaves as it is."""

    def trap_of(page: str) -> html.HtmlElement:
        (field,) = html.fromstring(page).xpath("//input[@name='website']")
        return field

    untouched = trap_of(Client().get(address).content.decode())
    assert untouched.get("autocomplete") == "off"
    assert untouched.getparent().get("aria-hidden") == "true"
    typed = message(old_stamp(monkeypatch))
    answer = Client().post(address, typed | {"website": "https://lycee.example"})
    assert answer.status_code == 422
    trap = trap_of(answer.content.decode())
    assert not trap.get("value")
    assert trap.get("tabindex") is None
    assert trap.getparent().get("aria-hidden") is None
    assert "vh" not in trap.getparent().get("class").split()
    form = next(form for form in html.fromstring(answer.content).forms if "stamp" in form.fields)
    # A browser drops the line break at which a text area begins.
    kept = {"website": ""} | {name: value.removeprefix("\n") for name, value in form.form_values()}
    assert kept == typed
    assert Client().post(address, kept).status_code == 302
    assert ContactMessage.objects.get().name == "Une enseignante"


def test_two_mistakes_in_one_field_are_one_description_of_it(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id that is there twice names nothing; the field is described by all that is wrong with it."""
    field = ContactForm.base_fields["message"]
    monkeypatch.setattr(field, "validators", [MaxLengthValidator(5), ProhibitNullCharactersValidator()])
    answer = Client().post(ADDRESS, message(old_stamp(monkeypatch), message="Trop long\x00"))
    tree = html.fromstring(answer.content.decode())
    (area,) = tree.xpath("//textarea[@name='message']")
    (described,) = tree.xpath(f"//*[@id='{area.get('aria-describedby').split()[-1]}']")
    assert len(described.xpath("p")) == 2


def test_a_form_filled_in_an_instant_or_left_for_days_is_refused(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Machines are fast; the new stamp in the answer works for the person who waits."""
    for seconds in (0.1, 3 * 24 * 3600):
        assert Client().post(ADDRESS, message(old_stamp(monkeypatch, seconds))).status_code == 422
    assert STAMP_SALT


def test_a_subject_of_two_lines_still_reaches_the_team(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It becomes the header of a mail: a line break in it would lose the message."""
    posted = message(old_stamp(monkeypatch)) | {"subject": "Une question\nBcc: everybody@spam.example"}
    assert Client().post(ADDRESS, posted).status_code == 302
    assert mail.outbox[0].subject == "[LOI] Une question Bcc: everybody@spam.example"
    assert mail.outbox[0].recipients() == [cluster.email]


def test_messages_are_kept_for_a_year(cluster: Cluster) -> None:
    """As the privacy statement says."""
    values = {"cluster": cluster, "name": "n", "email": "n@n.example", "subject": "s", "message": "m"}
    for days in (364, 366):
        kept = ContactMessage.objects.create(**values)
        ContactMessage.objects.filter(pk=kept.pk).update(created_at=timezone.now() - timedelta(days=days))
    assert prune_messages() == 1
    assert ContactMessage.objects.count() == 1


def test_the_page_to_join_asks_for_the_cluster_and_reaches_the_federation(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the name of a cluster there is nothing to join."""
    stamp = old_stamp(monkeypatch)
    refused = Client().post("/fr/rejoindre/", message(stamp, organisation=""))
    assert refused.status_code == 422
    assert Client().post("/fr/rejoindre/", message(stamp)).status_code == 302
    assert ContactMessage.objects.get().cluster is None


def test_what_is_wrong_is_listed_first_with_the_way_to_each_field(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The title says that there is an error, the focus begins at the list, and each line leads to its field."""
    asked = html.fromstring(Client().get(ADDRESS).content)
    assert not asked.findtext(".//title", "").startswith("Erreur")
    assert "effacés du site après un an" in asked.text_content()
    answer = Client().post(ADDRESS, message(old_stamp(monkeypatch), email="nobody", subject=""))
    page = html.fromstring(answer.content)
    assert page.findtext(".//title", "").startswith("Erreur\u00a0: ")
    (summary,) = page.xpath("//*[@id='form-errors']")
    assert summary.get("autofocus") is not None
    assert summary.get("tabindex") == "-1"
    links = summary.xpath(".//a")
    assert [link.text_content().split("\u00a0:")[0] for link in links] == ["Votre courriel", "Objet"]
    for link in links:
        target = link.get("href", "").removeprefix("#")
        assert page.xpath("//input[@id=$target]", target=target), "each leads to its own field"


def organisation(cluster: Cluster, name: str) -> Organisation:
    return Organisation.objects.create(slug="alpha", name=name, kind="company", cluster=cluster)


def test_a_message_for_an_organisation_says_who_gets_it(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the sender, before and after, and to the team, whatever the sender made of the subject."""
    organisation(cluster, "Alpha & Fils")
    asked = html.fromstring(Client().get(f"{ADDRESS}?about=alpha").content)
    assert "le transmet à Alpha & Fils avec votre nom et votre adresse" in asked.text_content()
    assert "à personne d’autre" not in asked.text_content()
    form = next(form for form in asked.forms if "stamp" in form.fields)
    typed = message(old_stamp(monkeypatch)) | {"about": form.fields["about"]}
    wrong = Client().post(ADDRESS, typed | {"email": ""}).content.decode()
    assert "le transmet à <bdi>Alpha &amp; Fils</bdi>" in wrong
    assert 'name="about" value="alpha"' in wrong
    sent = Client().post(ADDRESS, typed)
    assert "le transmet à <bdi>Alpha &amp; Fils</bdi>" in Client().get(sent["Location"]).content.decode()
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([cluster.email], "[LOI] Une question")
    assert str(told.body).startswith("À transmettre à Alpha & Fils\n\nComment participer")


def test_a_message_for_nobody_of_the_cluster_does_not_leave_unnoticed(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who left the directory meanwhile cannot get it: the form says so, and the next time it goes to the team alone."""
    typed = message(old_stamp(monkeypatch)) | {"about": "alpha"}
    back = Client().post(ADDRESS, typed)
    assert (back.status_code, mail.outbox) == (422, [])
    page = html.fromstring(back.content)
    assert "n’est plus dans l’annuaire" in page.text_content()
    assert "ne vont à personne d’autre" in page.text_content()
    form = next(form for form in page.forms if "stamp" in form.fields)
    assert not form.fields["about"]
    assert Client().post(ADDRESS, typed | {"about": ""}).status_code == 302
    assert "À transmettre" not in str(mail.outbox[0].body)


def test_the_longest_name_fits_into_the_subject(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation(cluster, "A" * 150)
    asked = html.fromstring(Client().get(f"{ADDRESS}?about=alpha").content)
    form = next(form for form in asked.forms if "stamp" in form.fields)
    subject = form.fields["subject"]
    assert subject.startswith("Pour AAA")
    typed = message(old_stamp(monkeypatch)) | {"subject": subject, "about": "alpha"}
    assert Client().post(ADDRESS, typed).status_code == 302
    assert "A" * 150 in str(mail.outbox[0].body)
