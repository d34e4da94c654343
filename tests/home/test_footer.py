"""The footer leads to the federation's own pages in columns, and to what follows it; the rest stands below."""

import pytest
from django.test import Client
from lxml import html

from clusters.models import Cluster, JoinPage
from home.models import StandardPage
from tests.factories.content import section_of

pytestmark = pytest.mark.django_db


def links(tree: html.HtmlElement, path: str) -> list[str]:
    """The addresses of links below an element of the footer."""
    found: list[str] = tree.xpath(f"//footer{path}//a/@href")
    return found


def test_each_page_of_the_federation_stands_once_in_the_footer(loire: Cluster) -> None:
    """By columns; a page that editors add stands below."""
    home = section_of(None)
    home.add_child(instance=StandardPage(title="Mentions", slug="mentions", locale=home.locale))
    tree = html.fromstring(Client().get("/fr/").content)
    federation, clusters = tree.xpath("//footer//nav")
    assert federation.xpath(".//a/@href") == ["/fr/charte/", "/fr/rejoindre/", "/fr/presse/", "/fr/contact/"]
    assert "/fr/organisations/" in clusters.xpath(".//a/@href")
    assert links(tree, "//ul[@class='footer__legal']") == ["/fr/mentions/"]
    own = [each for each in links(tree, "") if each.startswith("/fr/") and "subscribe" not in each]
    assert len(own) == len(set(own))


def test_a_page_that_editors_put_into_the_menu_stands_first_among_the_federation_s(loire: Cluster) -> None:
    home = section_of(None)
    home.add_child(
        instance=StandardPage(title="La fédération", slug="qui", locale=home.locale, show_in_menus=True)
    )
    tree = html.fromstring(Client().get("/fr/").content)
    federation, _clusters = tree.xpath("//footer//nav")
    assert federation.xpath(".//a/@href")[:2] == ["/fr/qui/", "/fr/charte/"]
    assert "/fr/qui/" in tree.xpath("//header//nav//a/@href")
    assert not links(tree, "//ul[@class='footer__legal']")


def test_the_footer_says_how_to_follow_what_a_page_shows(loire: Cluster) -> None:
    """By mail, by a feed, in a calendar."""
    follow = links(html.fromstring(Client().get("/fr/agenda/").content), "//div[@class='footer__follow']")
    assert any("/subscribe/" in each for each in follow)
    assert any(each.endswith("rss.xml") for each in follow)
    assert any(each.startswith("webcal") for each in follow)


def test_the_menu_leads_to_organisations_and_to_joining(loire: Cluster) -> None:
    menu = html.fromstring(Client().get("/ar/").content).xpath("//header//nav//a/@href")
    assert {"/ar/organisations/", "/ar/join/"} <= set(menu)


def test_the_menu_says_joining_in_one_word_until_the_page_has_a_title_of_its_own(loire: Cluster) -> None:
    def label() -> str:
        tree = html.fromstring(Client().get("/fr/").content)
        (link,) = tree.xpath("//header//nav//a[@href='/fr/rejoindre/']")
        return " ".join(link.text_content().split())

    assert label() == "Rejoindre"
    JoinPage.objects.filter(locale__language_code="fr").update(title="Devenir membre")
    assert label() == "Devenir membre"
