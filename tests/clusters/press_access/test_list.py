"""A list of people is taken line by line, or refused with its reason: nobody is lost, and no name comes out wrong."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters.models import Accreditation, Cluster
from clusters.press_access.list_lines import lines_of
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User
from tests.clusters.press_access.screens import LINK, ROOT, form, signed_in

pytestmark = pytest.mark.django_db

LIST = """nom;média;courriel;langue
Léa Martin;Ouest;lea@media.example;fr
Nour Haddad;Al Bilad;nour@media.example;ar

Sans adresse;Ouest;;fr
;Ouest;x@media.example;fr
Max;Nord;max@media.example;klingon
Encore Léa;Ouest;LEA@media.example;fr
"""


def test_a_list_is_taken_line_by_line_and_twice_without_doubles(south: Cluster, paula: User) -> None:
    client = signed_in(paula)
    url = f"{ROOT}{south.pk}/give-list/"
    assert client.get(url).status_code == 200
    fields = {"scope": "all", "expires_at": form()["expires_at"], "sends": "on", "people": LIST}
    shown = client.post(url, fields).content.decode()
    assert "2 personnes accréditées" in shown
    assert "1 personne l’était déjà" in shown
    assert "3 lignes refusées" in shown
    for words in ("Ligne 5 : «  » n’est pas", "Ligne 6 : il manque le nom", "Ligne 7 : « klingon »"):
        assert words.replace(" ", "").replace("\u00a0", "") in shown.replace(" ", "").replace("\u00a0", ""), (
            words
        )
    assert sorted(sent.to[0] for sent in mail.outbox) == ["lea@media.example", "nour@media.example"]
    shown = client.post(url, fields).content.decode()
    assert "0 personne" in shown
    assert "3 personnes l’étaient déjà" in shown
    assert Accreditation.objects.count() == len(mail.outbox) == 2


def test_cells_of_a_spreadsheet_and_a_windows_file_are_read(south: Cluster, paula: User) -> None:
    client = signed_in(paula)
    url = f"{ROOT}{south.pk}/give-list/"
    fields = {"scope": "all", "expires_at": form()["expires_at"]}
    shown = client.post(url, fields | {"people": "Zoé\tOuest\tzoe@media.example\ten"}).content.decode()
    assert LINK.search(shown)
    upload = SimpleUploadedFile("presse.csv", "Anaïs,Télé,anais@media.example,\r\n".encode("cp1252"))
    client.post(url, fields | {"file": upload})
    assert set(Accreditation.objects.values_list("name", "language")) == {("Zoé", "en"), ("Anaïs", "fr")}
    assert "Collez une liste" in client.post(url, fields).content.decode()
    many = "\n".join(f"N{n};M;n{n}@m.example;fr" for n in range(501))
    assert "trop de lignes" in client.post(url, fields | {"people": many}).content.decode()
    assert Accreditation.objects.count() == 2


def names(data: bytes) -> list[str]:
    return [cells[0] for _number, cells in lines_of(data)]


@pytest.mark.parametrize(
    "titles",
    [
        "nom;média;courriel;langue",
        "Name;Medium;E-mail",
        "NOMBRE;Medio;Correo",
        "الاسم;الجهة;البريد الإلكتروني",
        "Qui;Où;Courriel (pro)",
    ],
)
def test_a_line_of_titles_is_skipped_and_a_person_without_an_address_is_not(titles: str) -> None:
    assert names(f"{titles}\nLéa;Ouest;lea@media.example".encode()) == ["Léa"]
    assert names("Léa;Ouest;lea-media.example\nMax;Nord;max@media.example".encode()) == ["Léa", "Max"]


def test_a_bad_first_line_and_a_too_long_address_are_reported(south: Cluster, paula: User) -> None:
    longest = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.{'c' * 60}.example"
    assert len(longest) > 254
    people = f"Léa Martin;Ouest;lea-media.example;fr\nMax;Nord;{longest};fr\nZoé;Sud;zoe@media.example"
    fields = {"scope": "all", "expires_at": form()["expires_at"], "sends": "on", "people": people}
    shown = signed_in(paula).post(f"{ROOT}{south.pk}/give-list/", fields).content.decode()
    assert "1 personne accréditée" in shown
    assert "2 lignes refusées" in shown
    assert "Ligne 1 : " in shown
    assert "Ligne 2 : cette adresse est trop longue." in shown
    assert [sent.to for sent in mail.outbox] == [["zoe@media.example"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8", "cp1252"])
def test_what_spreadsheets_write_is_read(encoding: str) -> None:
    assert names("Anaïs Façonnée;Télé;anais@media.example".encode(encoding)) == ["Anaïs Façonnée"]
    if encoding != "cp1252":
        assert names("نور حداد;البلاد;nour@media.example".encode(encoding)) == ["نور حداد"]


@pytest.mark.parametrize(
    "data",
    [
        "نور حداد;البلاد;nour@media.example".encode("cp1256"),
        "Anaïs;Télé;anais@media.example".encode("utf-16-le"),
        b"Ana\x81s;Ouest;a@media.example",
        b"Ana\x00;Ouest;a@media.example",
        "Ana\ufffds;Ouest;a@media.example".encode(),
    ],
)
def test_letters_that_are_not_certain_are_refused(south: Cluster, paula: User, data: bytes) -> None:
    fields = {"scope": "all", "expires_at": form()["expires_at"], "sends": "on"}
    upload = SimpleUploadedFile("presse.csv", data)
    answer = signed_in(paula).post(f"{ROOT}{south.pk}/give-list/", fields | {"file": upload})
    assert "CSV UTF-8" in answer.content.decode()
    assert not Accreditation.objects.exists()
    assert not mail.outbox


def test_a_quotation_mark_that_stays_open_swallows_nobody() -> None:
    with pytest.raises(Refusal, match="Ligne 2"):
        names(b'Max;Nord;max@m.example\n"Zo;Sud;zoe@m.example\nLea;Ouest;lea@m.example\n')
    assert names(b'"Max ""le Grand""";Nord;max@m.example\n\nZo;Sud;zoe@m.example\n') == [
        'Max "le Grand"',
        "Zo",
    ]
