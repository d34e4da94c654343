"""Feeds in three formats: valid, complete, one language, only what is visible, told when nothing changed."""

from datetime import timedelta
from typing import cast

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from clusters.content.subscriptions import SubscriptionScope
from clusters.models import Cluster
from fedcms.core.models import LocaleState, Topic
from fedcms.media.models import FederationImage
from fedcms.media.renditions import make_renditions
from fedcms.media.signal_handlers import renditions_made_elsewhere
from home.feeds.entries import MOST_ENTRIES
from tests.factories import make_article, make_event, make_mission, make_release, make_story
from tests.home.feed_reading import ALL, BASE, XML, read_json, read_xml, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_of_each(loire: Cluster, topic: Topic) -> list[Page]:
    """A page of each kind, all on one topic, the last one published last."""
    pages = []
    for make in (make_article, make_story, make_release, make_event, make_mission):
        page = make(loire, title=f"« {make.__name__} » & <b>Cie</b>", summary="Résumé <i>simple</i> & clair.")
        page.topics.add(topic)
        page.save()
        pages.append(page)
    return pages


@pytest.mark.parametrize("name", ALL)
def test_every_scope_has_a_feed_in_every_language(one_of_each: list[Page], name: str) -> None:
    """The federation, each cluster, kind and topic, and what is common to them; empty where nothing is translated."""
    expected = {
        "": 5,
        "clusters/loire/": 5,
        "clusters/federation/": 0,
        "topics/ai/": 5,
        "kinds/news/": 3,
        "kinds/agenda/": 2,
        **dict.fromkeys(
            (f"kinds/{kind}/" for kind in ("article", "story", "release", "event", "mission")), 1
        ),
        "clusters/loire/kinds/release/": 1,
        "clusters/loire/kinds/news/topics/ai/": 3,
    }
    assert {scope: len(titles(f"/fr/feeds/{scope}{name}")) for scope in expected} == expected
    for language in ("en", "es", "ar"):
        assert titles(f"/{language}/feeds/{name}") == []


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "path",
    [
        "/fr/feeds/clusters/nobody/{}",
        "/fr/feeds/topics/nothing/{}",
        "/fr/feeds/kinds/nothing/{}",
        "/fr/feeds/kinds/news/clusters/loire/{}",
        "/fr/feeds/clusters/{}",
    ],
)
def test_an_unknown_scope_is_not_found(loire: Cluster, path: str, name: str) -> None:
    """404, never an empty feed that somebody would follow for years."""
    assert Client().get(path.format(name)).status_code == 404


@pytest.mark.parametrize("name", ["feed.xml", "rss.json", "rss/", "rss.xml/"])
def test_an_unknown_format_is_not_found(loire: Cluster, name: str) -> None:
    """And said so at once, without a redirect."""
    assert Client().get(f"/fr/feeds/{name}").status_code == 404


@pytest.mark.parametrize("name", XML)
def test_an_entry_says_who_what_and_when(one_of_each: list[Page], name: str) -> None:
    """Title, link, signature, topics, both moments; markup in a text is text."""
    release = one_of_each[2]
    published = timezone.now() - timedelta(days=3)
    Page.objects.filter(pk=release.pk).update(first_published_at=published)
    feed = read_xml(f"/fr/feeds/clusters/loire/kinds/release/{name}")
    assert feed.feed.title == "Communiqués – EdTech Loire"
    assert feed.feed.language == "fr"
    assert feed.feed.link == f"{BASE}/fr/clusters/loire/actualites/?kind=release"
    (entry,) = feed.entries
    assert entry.link == f"{BASE}{release.url_path}"
    assert entry.author == "LOI – EdTech Loire"
    assert [tag.term for tag in entry.tags] == ["Communiqué", "Intelligence & artifices"]
    if name == "atom.xml":
        assert entry.summary_detail.type == "text/plain"
        assert entry.title == "« make_release » & <b>Cie</b>"
        assert entry.summary == "Résumé <i>simple</i> & clair."
        assert entry.author_detail.href == f"{BASE}/fr/clusters/loire/"
    else:
        assert entry.summary == "Résumé &lt;i&gt;simple&lt;/i&gt; &amp; clair."
    assert entry.published_parsed[:6] == published.utctimetuple()[:6]
    assert entry.updated_parsed[:6] >= release.last_published_at.utctimetuple()[:6]
    assert not entry.get("guidislink")


def test_the_newest_publication_comes_first_whatever_the_date_of_an_event(loire: Cluster) -> None:
    """What was announced yesterday for next year stands below today’s article; an embargo ends when it ends."""
    now = timezone.now()
    event = make_event(loire, title="Événement", starts_on=timezone.localdate() + timedelta(days=300))
    article = make_article(loire, title="Article")
    release = make_release(loire, title="Communiqué")
    Page.objects.filter(pk=event.pk).update(first_published_at=now - timedelta(days=1))
    Page.objects.filter(pk=article.pk).update(first_published_at=now - timedelta(hours=2))
    Page.objects.filter(pk=release.pk).update(
        first_published_at=now - timedelta(days=9), go_live_at=now - timedelta(hours=1)
    )
    assert titles("/fr/feeds/atom.xml") == ["Communiqué", "Article", "Événement"]
    assert titles("/fr/feeds/rss.xml") == titles("/fr/feeds/feed.json") == titles("/fr/feeds/atom.xml")


def test_events_and_missions_say_where_and_when(loire: Cluster) -> None:
    """In the text, since feeds have no place for it; with the state and the deadline."""
    from datetime import date, time  # noqa: PLC0415

    make_event(
        loire,
        title="Rencontre",
        summary="Un résumé.",
        starts_on=date(2027, 3, 12),
        ends_on=date(2027, 3, 14),
        start_time=time(9, 30),
        end_time=time(17),
        status="postponed",
    )
    make_mission(
        loire,
        title="Cap",
        summary="Un résumé.",
        starts_on=date(2027, 3, 30),
        ends_on=date(2027, 4, 2),
        deadline=date(2027, 1, 31),
    )
    items = cast("list[dict[str, str]]", read_json("/fr/feeds/feed.json")["items"])
    texts = {item["title"]: item["content_text"] for item in items}
    assert texts["Rencontre"] == "Reporté – Lille, 9 h 30 – 17 h (Paris), 12–14 mars 2027 – Un résumé."
    assert texts["Cap"].startswith("Montréal, Canada, 30 mars")
    assert texts["Cap"].endswith("avr. 2027 – Un résumé. Candidatures jusqu’au 31 janvier 2027.")


def test_the_picture_goes_with_its_size_where_there_is_a_file(loire: Cluster) -> None:
    """The JPEG that was made at publication; nothing is rendered for a feed, and what is missing is left out."""
    image = FederationImage.objects.create(
        title="Plage", file=get_test_image_file("plage.png", size=(1600, 900))
    )
    make_renditions(image)
    article = make_article(loire, lead_image=image)
    rendition = next(r for r in image.renditions.all() if "1200|format-jpeg" in r.filter_spec)
    for name in XML:
        (entry,) = read_xml(f"/fr/feeds/{name}").entries
        (enclosure,) = entry.enclosures
        assert enclosure.href == BASE + rendition.url
        assert (enclosure.type, int(enclosure.length)) == ("image/jpeg", rendition.file.size)
    (item,) = cast("list[dict[str, object]]", read_json("/fr/feeds/feed.json")["items"])
    assert item["image"] == BASE + rendition.url

    rendition.file.storage.delete(rendition.file.name)
    (entry,) = read_xml("/fr/feeds/rss.xml").entries
    assert "1200" not in entry.enclosures[0].href
    with renditions_made_elsewhere():  # or else a task makes them again at once
        image.renditions.all().delete()
    assert not read_xml("/fr/feeds/rss.xml").entries[0].get("enclosures")
    assert not image.renditions.exists()

    make_renditions(image)
    FederationImage.objects.filter(pk=image.pk).update(rights_until=timezone.localdate() - timedelta(days=1))
    assert not read_xml("/fr/feeds/rss.xml").entries[0].get("enclosures")
    assert article.title in titles("/fr/feeds/rss.xml")


def test_languages_are_never_mixed(loire: Cluster, topic: Topic) -> None:
    """A translation is an entry of its own, with its own identity, labels and language."""
    french = make_article(loire, title="Bonjour")
    french.topics.add(topic)
    french.save()
    english = make_article(loire, "en", title="Hello", translation_key=french.translation_key)
    english.topics.add(topic)
    english.save()
    make_article(loire, title="Seulement en français")
    feed = read_xml("/en/feeds/atom.xml")
    assert feed.feed.language == "en"
    assert feed.feed.title == "Federation of French-speaking EdTech Clusters"
    (entry,) = feed.entries
    assert (entry.title, [tag.term for tag in entry.tags]) == ("Hello", ["News", "AI"])
    french_ids = {entry.title: entry.id for entry in read_xml("/fr/feeds/atom.xml").entries}
    assert set(french_ids) == {"Bonjour", "Seulement en français"}
    assert entry.id != french_ids["Bonjour"]
    assert titles("/ar/feeds/rss.xml") == []
    LocaleState.objects.create(locale=Locale.objects.get(language_code="en"), is_active=False)
    assert Client().get("/en/feeds/rss.xml").status_code == 404


def test_an_entry_keeps_its_name_when_the_page_moves(loire: Cluster) -> None:
    """Readers do not show it as new."""
    article = make_article(loire, title="Avant", slug="avant")
    (before,) = read_xml("/fr/feeds/rss.xml").entries
    article.title, article.slug = "Après", "apres"
    article.save_revision().publish()
    (after,) = read_xml("/fr/feeds/rss.xml").entries
    assert (after.id, after.title) == (before.id, "Après")
    assert after.link != before.link
    assert after.published_parsed == before.published_parsed


@pytest.mark.parametrize("name", ALL)
def test_a_program_that_asks_again_is_told_when_nothing_changed(loire: Cluster, name: str) -> None:
    """304 by tag and by date, without a body; what changes without a publication changes the tag."""
    make_article(loire)
    path = f"/fr/feeds/{name}"
    first = Client().get(path)
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "no-cache"
    assert Client().get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405
    Cluster.objects.filter(pk=loire.pk).update(name={"fr": "EdTech Pays de la Loire"})
    renamed = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert renamed.status_code == 200
    assert "Pays de la Loire" in renamed.content.decode()
    make_article(loire, title="Nouveau")
    assert Client().get(path, headers={"if-none-match": renamed["ETag"]}).status_code == 200


@pytest.mark.parametrize("name", ALL)
def test_a_feed_is_bounded(loire: Cluster, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its queries are counted in tests/test_query_budgets.py."""
    assert MOST_ENTRIES == 30
    monkeypatch.setattr("home.feeds.entries.MOST_ENTRIES", 2)
    for number in range(3):
        make_article(loire, title=f"Article {number}")
    assert titles(f"/fr/feeds/{name}") == ["Article 2", "Article 1"]


@pytest.mark.parametrize("name", ALL)
def test_what_no_xml_can_hold_does_not_break_a_feed(loire: Cluster, name: str) -> None:
    """An editor pasted it from somewhere."""
    article = make_article(loire, title="Un titre")
    Page.objects.filter(pk=article.pk).update(title="Un\x0b titre\x01 \ufffe collé")
    assert titles(f"/fr/feeds/{name}") == ["Un titre collé"]


def test_a_scope_s_address_leads_back_to_the_scope(loire: Cluster, topic: Topic) -> None:
    """What is written is what is read."""
    make_release(loire)
    for cluster in (None, loire):
        for kind in ("", "release", "news"):
            for key in ("", "ai"):
                with translation.override("fr"):
                    scope = SubscriptionScope(language="fr", cluster=cluster, kind=kind, topic=key)
                    address = scope.address("rss.xml")
                    assert (
                        SubscriptionScope.read(cluster=cluster and cluster.slug, kind=kind, topic=key)
                        == scope
                    )
                assert Client().get(address).status_code == 200
