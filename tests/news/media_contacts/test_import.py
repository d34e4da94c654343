"""A file of contacts is taken line by line, twice without doubles, or refused in words if it cannot be read."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from clusters.models import Cluster
from clusters.publishing.refusal import Refusal
from clusters.translation.glossary.csv_import import import_terms
from fedcms.core.models import Topic
from fedcms.users.models import User
from news.models import ContactList, MediaContact
from news.newsroom.media_contacts.importing import Origin, import_contacts, read_contacts
from news.newsroom.media_contacts.unsubscribing import hash_of_address, unsubscribe

pytestmark = pytest.mark.django_db

CSV = """Média;Courriel;Nom;Téléphone;Langues;Rubriques;Note
Ouest;lea@press.example;Léa Martin;+33 1 02;fr, en;Robots;Préfère le matin
Al Bilad;nour@press.example;نور حداد;;ar;;
Sans adresse;;;;;;
Ouest;pas-une-adresse;;;;;
Ouest;LEA@press.example;Encore Léa;;;;
Ouest;gone@press.example;;;;;
Ouest;max@press.example;;;tlh;;
Ouest;zoe@press.example;;;;Dentelle;
"""
VCARDS = """BEGIN:VCARD
VERSION:3.0
N:Martin;Léa;;;
FN:Léa Martin
ORG:Ouest;Rédaction
EMAIL;TYPE=INTERNET:old@press.example
item1.EMAIL;type=INTERNET;type=pref:lea@press.example
TEL;TYPE=CELL:+33 1 02
CATEGORIES:Robots,Copains
NOTE:Préfère\\, dit-elle\\, le ma
 tin
END:VCARD
BEGIN:VCARD
VERSION:4.0
N:Haddad;Nour;;;
EMAIL:nour@press.example
LANG;PREF=1:ar
LANG:fr
END:VCARD
"""


@pytest.fixture
def origin() -> Origin:
    return Origin("salon", "communiqués", timezone.localdate() + timedelta(days=100))


def test_a_csv_file_is_taken_line_by_line_and_twice_without_doubles(
    south: Cluster, editor: User, nora: User
) -> None:
    topic = Topic.objects.create(key="robots-essai", labels={"fr": "Robots", "en": "Robotics"})
    unsubscribe(south.pk, hash_of_address(south.pk, "gone@press.example"))
    chosen = ContactList.objects.create(cluster=south, name="Presse locale")
    client = Client()
    client.force_login(editor)
    url = f"/admin/media-contacts/{south.pk}/import/"

    def import_again() -> str:
        fields = {
            "file": SimpleUploadedFile("presse.csv", CSV.encode()),
            "contact_list": chosen.pk,
            "source": "Salon",
            "purpose": "Communiqués",
            "kept_until": "01/01/2030",
        }
        return client.post(url, fields).content.decode().replace("\xa0", " ")

    shown = import_again()
    assert "2 contacts ajoutés" in shown
    assert "6 lignes refusées" in shown
    for words in (
        "Ligne 4 : il manque l’adresse",
        "Ligne 5 : « pas-une-adresse »",
        "Ligne 6 : la même adresse est déjà à la ligne 2",
        "Ligne 7 : cette adresse s’est désabonnée",
        "Ligne 8 : « tlh » n’est pas une langue",
        "Ligne 9 : « Dentelle » n’est pas un thème",
    ):
        assert words in shown, words
    lea = MediaContact.objects.get(email_key="lea@press.example")
    assert (lea.name, lea.medium, lea.phone, lea.note) == (
        "Léa Martin",
        "Ouest",
        "+33 1 02",
        "Préfère le matin",
    )
    assert lea.language_codes == ["fr", "en"]
    assert list(lea.topics.all()) == [topic]
    assert lea.source == "Salon"
    assert chosen.contacts.count() == 2
    shown = import_again()
    assert "0 contact" in shown
    assert "2 contacts inchangés" in shown
    assert MediaContact.objects.count() == 2
    # What the file leaves out stays.
    report = import_contacts(
        b"email,phone\nLea@press.example,+33 9", south, Origin("x", "y", lea.kept_until), editor
    )
    lea.refresh_from_db()
    assert (report.changed, lea.name, lea.phone, lea.source) == (1, "Léa Martin", "+33 9", "Salon")
    with pytest.raises(Refusal):
        import_contacts(CSV.encode(), south, Origin("x", "y", lea.kept_until), nora)


def test_what_was_exported_can_be_imported_elsewhere(
    south: Cluster, north: Cluster, editor: User, nora: User, origin: Origin
) -> None:
    Topic.objects.create(key="robots-essai", labels={"fr": "Robots"})
    import_contacts(CSV.encode(), south, origin, editor)
    client = Client()
    client.force_login(editor)
    for language in ("fr", "en", "ar", "es"):
        UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
        response = client.get(f"/admin/media-contacts/{south.pk}/export/")
        data = b"".join(response.streaming_content)
        report = import_contacts(data, north, origin, nora)
        assert report.refused == [], language
    copied = MediaContact.objects.of_cluster(north.pk).get(email_key="lea@press.example")
    assert (copied.phone, copied.language_codes) == ("+33 1 02", ["fr", "en"])


def test_vcards_of_both_versions_are_read(south: Cluster, editor: User, origin: Origin) -> None:
    topic = Topic.objects.create(key="robots-essai", labels={"fr": "Robots"})
    for expected in (2, 0):
        report = import_contacts(VCARDS.replace("\n", "\r\n").encode(), south, origin, editor)
        assert (report.added, report.refused) == (expected, [])
    lea, nour = MediaContact.objects.order_by("email_key")
    assert (lea.email, lea.name, lea.medium) == ("lea@press.example", "Léa Martin", "Ouest")
    assert lea.note == "Préfère, dit-elle, le matin"
    assert list(lea.topics.all()) == [topic], "what the site does not know is left out"
    assert (nour.name, nour.language_codes) == ("Nour Haddad", ["ar", "fr"])


def test_a_postal_address_is_no_mail_address_and_the_first_of_two_columns_counts(
    south: Cluster, editor: User, origin: Origin
) -> None:
    table = (
        'nom;courriel;adresse;mail;note\nLéa;lea@press.example;12 rue Haute;;"Le  matin\n\nJamais le lundi"\n'
    )
    for expected in ((1, 0), (0, 1)):
        report = import_contacts(table.encode(), south, origin, editor)
        assert (report.added, report.same) == expected
    lea = MediaContact.objects.get()
    assert (lea.email, lea.note) == ("lea@press.example", "Le matin\n\nJamais le lundi")


VCARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL:{name}@press.example\r\n{lines}END:VCARD\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        "item1.X-ABLabel:_$!<Home>!$_\r\n",
        "NOTE:a\r\nligne suivante sans rien\r\n",
        "TEL;CELL:1\r\n",
        "X-É:1\r\n",
        "X_UNDER:1\r\n",
        "X-AB;type=café;x=a b'c^n:1\r\n",
        "sans rien\r\n",
    ],
)
def test_a_line_against_the_rules_costs_no_vcard(lines: str) -> None:
    data = VCARD.format(name="a", lines=lines) + VCARD.format(name="b", lines="")
    assert [each.email for each in read_contacts(data.encode())] == ["a@press.example", "b@press.example"]


def test_a_vcard_says_which_address_it_prefers_and_its_note_keeps_its_lines() -> None:
    lines = "EMAIL;PREF=100:last@press.example\r\nEMAIL;PREF=1:best@press.example\r\nNOTE:Un\\n\\nDeux\r\n"
    (found,) = read_contacts(VCARD.format(name="a", lines=lines).replace("3.0", "4.0").encode())
    assert (found.email, found.note) == ("best@press.example", "Un\n\nDeux")


@pytest.mark.parametrize(
    "data",
    [
        "nom;courriel\nنور;n@press.example".encode("cp1256"),
        "nom;courriel\nLéa;l@press.example".encode("utf-16")[3:],
        b"nom;adresse postale\nL;rue",
        b"",
        b'courriel\n"a',
        VCARDS.replace("VERSION:3.0", "VERSION:2.1").encode(),
        VCARDS.replace("END:VCARD", "").encode(),
        VCARDS.encode("cp1256", "replace") + b"\xc7\xcf\xd1",
    ],
)
def test_a_file_that_cannot_be_read_for_sure_is_refused_as_one(data: bytes) -> None:
    with pytest.raises(Refusal):
        list(read_contacts(data))


def test_a_glossary_that_cannot_be_decoded_is_refused_too() -> None:
    table = "de;vers;terme;traduction\nfr;ar;manuel;كتاب"
    with pytest.raises(Refusal, match="CSV UTF-8"):
        import_terms(table.encode("cp1256"))
    assert import_terms(table.encode("utf-16")).added == 1
