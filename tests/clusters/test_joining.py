"""A company becomes a member of its cluster: by the cluster's own words and form, from the cluster's page."""

import pytest
from django.core import mail
from django.test import Client
from lxml import html

from clusters.directory.forms import MemberForm
from clusters.models import Cluster, ContactMessage, ContactPage
from fedcms.core.i18n.translated_text import TranslatedText
from tests.clusters.test_contact import message, old_stamp

pytestmark = pytest.mark.django_db

ADDRESS = "/fr/clusters/loire/contact/join/"


def shown(address: str) -> str:
    """The main part of a page, as text."""
    response = Client().get(address)
    assert response.status_code == 200
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return " ".join(main.text_content().split())


def test_the_page_of_a_cluster_leads_to_its_way_in(loire: Cluster) -> None:
    page = html.fromstring(Client().get("/fr/clusters/loire/").content.decode())
    (link,) = page.xpath("//main//a[contains(., 'Adhérer à')]")
    assert link.get("href") == ADDRESS
    assert str(loire) in link.text_content()
    assert f"Adhérer à {loire}" in shown(ADDRESS)


def test_the_search_leads_to_the_way_in_of_a_cluster_that_is_named(loire: Cluster) -> None:
    """By its contact page, from which one link is left; the word alone leads to the federation."""

    def first(words: str) -> str:
        results = html.fromstring(Client().get("/fr/search/", {"q": words}).content.decode())
        return str(results.xpath("//*[contains(@class, 'dispatch__title')]/a/@href")[0])

    address = first(f"adhérer {loire.name}")
    assert address.endswith("/fr/clusters/loire/contact/")
    page = html.fromstring(Client().get("/fr/clusters/loire/contact/").content.decode())
    assert page.xpath("//main//a[contains(., 'Adhérer à')]/@href") == [ADDRESS]
    assert first("adhérer").endswith("/fr/rejoindre/")


def test_a_request_reaches_the_team_under_the_name_of_who_asks(
    loire: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a machine writes into the hidden subject."""
    typed = message(old_stamp(monkeypatch), organisation="Atelier\nd’Erdre", subject="Achetez")
    response = Client().post(ADDRESS, typed)
    assert (response.status_code, response["Location"]) == (302, f"{ADDRESS}?sent=1")
    assert ContactMessage.objects.get().cluster == loire
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([loire.email], "[LOI] Demande d’adhésion : Atelier d’Erdre")
    ]
    assert "Merci, votre demande est partie." in shown(response["Location"])


def test_who_asks_says_for_which_organisation(loire: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    response = Client().post(ADDRESS, message(old_stamp(monkeypatch), organisation=""))
    assert response.status_code == 422
    assert "requis" in response.content.decode()
    assert not ContactMessage.objects.exists()


def test_a_long_name_is_cut_in_the_subject_not_refused(
    loire: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = MemberForm(message(old_stamp(monkeypatch), organisation="a" * 150))
    assert form.is_valid()
    assert len(form.cleaned_data["subject"]) == 150


def test_the_words_of_the_cluster_come_before_the_form(loire: Cluster) -> None:
    """In the reader's language if it has them; its own form takes the place of the site's."""
    assert "dites à l’équipe qui vous êtes" in shown(ADDRESS)
    loire.join_text = TranslatedText({"fr": "Ouvert à toute structure.\n\nLa cotisation suit la taille."})
    loire.save()
    page = shown(ADDRESS)
    assert "Ouvert à toute structure." in page
    assert "dites à l’équipe qui vous êtes" not in page
    assert "Envoyer la demande" in page
    english = html.fromstring(Client().get("/en/clusters/loire/contact/join/").content.decode())
    (words,) = english.xpath("//div[contains(@class, 'letter__before')]")
    assert words.get("lang") == "fr"
    loire.join_url = "https://www.loire.example/adhesion/"
    loire.save()
    page = shown(ADDRESS)
    assert "Remplir le formulaire sur loire.example/adhesion" in page
    assert "Envoyer la demande" not in page


def test_the_federation_and_a_closed_contact_page_have_no_such_way(loire: Cluster) -> None:
    assert Client().get("/fr/contact/join/").status_code == 404
    assert Client().get("/fr/contact/").status_code == 200
    ContactPage.objects.get(url_path="/fr/clusters/loire/contact/").unpublish()
    assert Client().get(ADDRESS).status_code == 404
    assert ADDRESS not in Client().get("/fr/clusters/loire/").content.decode()


def test_the_way_in_exists_in_each_language_and_says_so(loire: Cluster) -> None:
    page = html.fromstring(Client().get(ADDRESS).content.decode())
    assert page.xpath("string(//title)").startswith("Adhérer à")
    alternates = {
        link.get("hreflang"): link.get("href")
        for link in page.xpath("//link[@rel='alternate' and @hreflang]")
    }
    assert alternates["ar"].endswith("/ar/clusters/loire/contact/join/")
    assert page.xpath("//nav[contains(@class, 'breadcrumbs')]//a/@href")[-1] == "/fr/clusters/loire/contact/"
    assert Client().get("/ar/clusters/loire/contact/join/").status_code == 200
