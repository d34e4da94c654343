"""The page on feeds and alerts: every address that it shows answers, for any selection, in each language."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import html

from clusters.models import Cluster
from fedcms.core.models import Topic
from tests.factories import make_cluster

pytestmark = pytest.mark.django_db


def page(address: str) -> html.HtmlElement:
    """The page as a reader without a script gets it."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def chosen(tree: html.HtmlElement) -> list[str]:
    """The addresses of the selection, as text that can be selected: each is what its link leads to."""
    links = tree.xpath("//dl[@class='addresses']//a[@class='addresses__link']")
    assert [link.get("href") for link in links] == [link.text_content() for link in links]
    return [urlsplit(link.get("href")).path for link in links]


def test_a_selection_has_addresses_to_copy_and_each_answers(loire: Cluster) -> None:
    Topic.objects.get_or_create(key="ai", defaults={"labels": {"fr": "Intelligence artificielle"}})
    tree = page(f"/fr/feeds/?cluster={loire.slug}&kind=agenda&topic=ai")
    start = f"/fr/feeds/clusters/{loire.slug}/"
    assert chosen(tree) == [
        *(f"{start}kinds/agenda/topics/ai/{name}" for name in ("rss.xml", "atom.xml", "feed.json")),
        f"{start}topics/ai/calendar.ics",
    ]
    assert [Client().get(each).status_code for each in chosen(tree)] == [200] * 4
    for button in tree.xpath("//button[@data-copy]"):
        assert button.get("hidden") is not None, "no button without a script"
        assert tree.get_element_by_id(button.get("data-copy")).text_content().startswith("http")
    assert f"cluster={loire.slug}" in tree.xpath("//dl[@class='addresses']//a/@href")[0], "by mail, too"
    assert tree.xpath("//select[@name='cluster']/option[@selected]/@value") == [loire.slug]


def test_what_has_no_dates_has_no_calendar_and_what_nobody_offers_chooses_nothing(loire: Cluster) -> None:
    assert len(chosen(page("/fr/feeds/?kind=article"))) == 3
    assert chosen(page("/fr/feeds/?cluster=nobody&topic=%00&kind=x")) == chosen(page("/fr/feeds/"))


def test_each_cluster_and_language_is_listed_and_the_footer_leads_there(loire: Cluster) -> None:
    tree = page("/ar/feeds/")
    assert tree.xpath(f"//main//a[contains(@href, '/ar/feeds/clusters/{loire.slug}/rss.xml')]")
    assert tree.xpath("//main//a[contains(@href, '/ar/feeds/clusters/federation/calendar.ics')]")
    others = page("/ar/feeds/?kind=mission").xpath("//ul[@class='follow__languages']//a/@href")
    assert sorted(others) == [f"/{code}/feeds/?kind=mission" for code in ("en", "es", "fr")]
    assert page("/es/").xpath("//footer//a[@href='/es/feeds/']")


def test_clusters_and_topics_stand_in_the_order_of_the_alphabet(loire: Cluster) -> None:
    make_cluster("ile", "IDF", "EdTech Île-de-France")
    make_cluster("wallonie", "WAL", "EdTech Wallonie")
    Topic.objects.create(key="evaluation", labels={"fr": "Évaluation"})
    Topic.objects.create(key="sciences", labels={"fr": "Sciences"})
    for address in ("/fr/feeds/", "/fr/subscribe/"):
        words = page(address).xpath("string(//main//form)")
        assert 0 < words.index("EdTech Île-de-France") < words.index("EdTech Wallonie"), address
        assert 0 < words.index("Évaluation") < words.index("Sciences"), address


def test_the_way_to_it_is_shown_and_told_to_machines(loire: Cluster) -> None:
    tree = page("/fr/feeds/?kind=event")
    assert tree.xpath("//nav[@class='breadcrumbs']//a/@href") == ["/fr/"]
    (graph,) = tree.xpath("//script[@type='application/ld+json']/text()")
    steps = re.findall(r'"item": ?"https?://[^/"]+([^"]*)"', graph)
    assert steps == ["/fr/", "/fr/feeds/"]
    assert tree.xpath("//link[@rel='canonical']/@href")[0].endswith("/fr/feeds/")
    assert page("/fr/search/").xpath("//nav[@class='breadcrumbs']//a/@href") == ["/fr/"]
