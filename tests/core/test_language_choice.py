"""The picker without scripts: its buttons lead to the page and are remembered, and lead nowhere else."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from lxml import html

from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db

HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def choose(client: Client, target: str, **headers: str) -> HttpResponse:
    """What a press on a button of the picker answers."""
    response: HttpResponse = client.post("/language/", {"to": target}, headers=headers or HERE)
    return response


def test_a_button_leads_to_its_page_and_is_remembered_on_the_bare_domain_alone(federation: object) -> None:
    reader = Client()
    page = html.fromstring(reader.get("/fr/actualites/?topic=ai").content.decode())
    (form,) = page.xpath("//nav[@class='languages']//form")
    assert (form.get("action"), form.get("method")) == ("/language/", "post")
    (target,) = form.xpath(".//button[@name='to'][.//span[@lang='ar']]/@value")
    assert target == "/ar/news/?topic=ai"
    answer = choose(reader, target)
    assert (answer.status_code, answer["Location"]) == (303, target)
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == ("ar", "/", "Lax")
    assert cookie["max-age"] == 365 * 24 * 3600
    assert reader.get("/", headers={"accept-language": "en"})["Location"] == "/ar/"
    assert reader.get("/fr/actualites/").status_code == 200


def test_every_link_has_its_button(federation: object) -> None:
    """The same addresses and words in the same order, also of a page that lacks a language."""
    article = make_article(make_cluster("nord", "NOR"), title="Le cartable", slug="cartable")
    picker = html.fromstring(Client().get(article.url_path).content.decode()).xpath(
        "//nav[@class='languages']"
    )[0]
    links, buttons = picker.xpath(".//a"), picker.xpath(".//noscript//button")
    assert [link.get("href") for link in links] == [button.get("value") for button in buttons]
    assert [link.text_content() for link in links] == [button.text_content() for button in buttons]
    assert "(page non traduite)" in buttons[1].text_content()


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/fr/",
        "//evil.example/fr/",
        "/\\\\evil.example/fr/",
        "/admin/",
        "/xx/",
        "fr/",
        "javascript:alert(1)//fr/",
        "",
    ],
)
def test_nobody_is_led_out_of_the_site(federation: object, target: str) -> None:
    answer = choose(Client(), target)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not answer.cookies


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
def test_another_site_makes_nobody_remember(federation: object, headers: dict[str, str]) -> None:
    answer = choose(Client(), "/ar/", **headers)
    assert (answer.status_code, answer["Location"]) == (303, "/ar/")
    assert not answer.cookies


def test_robots_are_led_by_links_alone(federation: object) -> None:
    """They send no forms, and the address answers nothing to those who only ask for it."""
    assert Client().get("/language/").status_code == 405
    page = html.fromstring(Client().get("/fr/").content.decode())
    assert not page.xpath("//a[contains(@href, '/language/')]")
