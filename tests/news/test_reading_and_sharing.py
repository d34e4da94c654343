"""Under a title stands how long the text takes; under a text, ways to pass it on that need no script."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from lxml import html

from clusters.models import Cluster
from fedcms.core.i18n.reading_time import reading_minutes
from news.newsroom.copy_ready.formats import FORMATS
from tests.factories import make_article, make_event, make_release, make_story

pytestmark = pytest.mark.django_db


def shown(address: str) -> html.HtmlElement:
    """A public page as a reader without a script gets it."""
    return html.fromstring(Client().get(address).content.decode())


def text_of(words: int) -> str:
    """A body of so many words."""
    return json.dumps([{"type": "paragraph", "value": f"<p>{'mot ' * words}</p>"}])


def minutes(tree: html.HtmlElement) -> list[str]:
    return [each.text_content().strip() for each in tree.find_class("article__time")]


def test_an_article_says_how_many_minutes_its_words_take(loire: Cluster) -> None:
    short = make_article(loire, title="Court", slug="court", body=text_of(20))
    long = make_article(loire, title="Long", slug="long", body=text_of(1000))
    assert minutes(shown(short.url_path)) == ["1\u00a0min de lecture"]
    assert minutes(shown(long.url_path)) == ["5\u00a0min de lecture"]


def test_of_a_story_need_and_answer_are_read_too_and_a_release_is_not_timed(loire: Cluster) -> None:
    story = make_story(loire, body=text_of(195), need="mot " * 200, answer="mot " * 190)
    assert minutes(shown(story.url_path)) == ["3\u00a0min de lecture"]
    assert minutes(shown(make_release(loire).url_path)) == []


@pytest.mark.parametrize("make", [make_article, make_story, make_release])
def test_a_text_is_taken_up_in_each_format_from_its_page(loire: Cluster, make: type) -> None:
    page = make(loire)
    links = shown(page.url_path).xpath("//*[contains(@class, 'release__tools')]//a/@href")
    assert {each.address for each in FORMATS.values()} <= set(links)
    assert Client().get(page.url_path + links[0]).status_code == 200


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert reading_minutes("", "fr") == reading_minutes(" – … ", "fr") == 0
    text = "aujourd’hui, l’Île-de-France " * 195
    assert reading_minutes(text, "fr") == 2
    assert reading_minutes("كلمة " * 1380, "ar") == 10


@pytest.mark.parametrize("make", [make_article, make_release, make_event])
def test_a_page_is_passed_on_by_links_that_tell_its_address(loire: Cluster, make: type) -> None:
    page = make(loire, title="Prêt & rendu")
    tree = shown(page.url_path)
    (section,) = tree.find_class("share")
    (address,) = section.xpath(".//@data-share")
    assert address.startswith("http")
    assert address.endswith(page.url_path)
    links = section.xpath(".//ul//a/@href")
    mail, linkedin = links[0], next(link for link in links if "linkedin" in link)
    assert mail.startswith("mailto:?subject=Pr%C3%AAt%20%26%20rendu&body=")
    assert parse_qs(urlsplit(linkedin).query)["url"] == [address]
    assert {button.get("hidden") is not None for button in section.xpath(".//button")} == {True}
    assert not tree.xpath("//script[starts-with(@src, 'http')]"), "nothing of another host is loaded"
