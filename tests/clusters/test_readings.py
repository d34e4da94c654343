"""A machine's translation for a visitor: asked for, kept, marked, bounded, and never in the place of a real one."""

import json
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from lxml import html
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.strings import StringValue

from clusters.localize.models import MachineReading, ReadingDay
from clusters.localize.readings import is_day_over, make, may_ask
from fedcms.core.models import LocaleState
from news.models import ArticlePage
from tests.factories import make_article, make_cluster
from tests.keeping import Keep, again

pytestmark = pytest.mark.django_db

MISSING = "/ar/clusters/nord/news/cartable/"
BODY = [
    {"type": "heading", "value": "Deux mots"},
    {"type": "paragraph", "value": '<p>Un texte <b>court</b> et <a href="https://example.org/">lié</a>.</p>'},
]


@pytest.fixture(scope="module")
def kept_article(keep: Keep) -> ArticlePage:
    """An article in French alone."""
    with keep():
        cluster = make_cluster("nord", "NOR")
        return make_article(cluster, title="Le cartable", slug="cartable", body=json.dumps(BODY))


@pytest.fixture
def article(kept_article: ArticlePage, db: None) -> ArticlePage:
    """As it was made."""
    return again(kept_article)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many strings each call of the service took; it turns the words of each round."""
    taken: list[int] = []
    translate = DummyTranslator.translate

    def counted(
        self: DummyTranslator, source: Locale, target: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        wanted = list(strings)
        taken.append(len(wanted))
        answer: dict[StringValue, StringValue] = translate(self, source, target, wanted)
        return answer

    monkeypatch.setattr(DummyTranslator, "translate", counted)
    return taken


def offer(client: Client, path: str = MISSING) -> list[str]:
    """What the page that is not there offers to have read by a machine."""
    page = html.fromstring(client.get(path).content.decode())
    return [str(link.get("href")) for link in page.xpath("//main//a[@rel='nofollow']")]


def shown(client: Client, address: str) -> html.HtmlElement:
    """The page of the reading: no search engine may keep it, and it is nobody's canonical address."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    page = html.fromstring(response.content.decode())
    assert page.xpath("//head/meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//head/link[@rel='canonical' or @hreflang]") == []
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//main//*[contains(@class, 'notice--warn')]//a[@hreflang='fr']")
    return page


def test_who_asks_reads_it_and_knows_what_it_is(
    article: ArticlePage, client: Client, calls: list[int]
) -> None:
    (address,) = offer(client)
    assert shown(client, address).xpath("//main//form[@method='post']")
    assert calls == []
    assert client.post(address)["Location"] == address
    page = shown(client, address)
    assert page.xpath("//h1")[0].text_content() == "cartable Le"
    (text,) = page.xpath("//main//div[@class='body']//p")
    assert text.xpath(".//a/@href") == ["https://example.org/"]
    assert text.xpath(".//b")[0].text_content() == "court"
    assert "ترجمة آلية لم يراجعها أحد" in page.text_content()
    assert page.xpath("//main//p/bdi[string()]")  # the service's name, whatever its script
    assert "Traducteur factice" not in page.text_content()  # the worker's language is not the reader's
    # It is done once for its words, whoever asks again.
    client.post(address)
    assert len(calls) == 1


def test_it_is_listed_nowhere(article: ArticlePage, client: Client, calls: list[int]) -> None:
    (address,) = offer(client)
    client.post(address)
    for outlet in (
        "/sitemap-pages.xml",
        "/ar/feeds/rss.xml",
        "/api/search/?q=cartable&locale=ar",
        "/ar/search/?q=cartable",
        "/ar/clusters/nord/news/",
    ):
        answer = client.get(outlet).content.decode()
        assert "/machine/" not in answer, outlet
        assert "cartable Le" not in answer, outlet


def test_what_was_published_since_is_not_shown_as_it_was(
    article: ArticlePage, client: Client, calls: list[int]
) -> None:
    """Nothing is sent for the same words; new words are translated anew."""
    (address,) = offer(client)
    client.post(address)
    article.save_revision().publish()
    assert shown(client, address).xpath("//main//form[@method='post']")
    client.post(address)
    assert len(calls) == 1
    assert shown(client, address).xpath("//h1")[0].text_content() == "cartable Le"
    article.title = "Le nouveau cartable"
    article.save_revision().publish()
    client.post(address)
    assert len(calls) == 2
    assert shown(client, address).xpath("//h1")[0].text_content() == "cartable nouveau Le"


def test_a_service_that_is_down_is_said_in_words(
    article: ArticlePage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_arguments: object) -> dict[StringValue, StringValue]:
        raise ConnectionError

    (address,) = offer(client)
    with monkeypatch.context() as broken:
        broken.setattr(DummyTranslator, "translate", down)
        client.post(address)
    assert "لم تستجب خدمة الترجمة" in shown(client, address).text_content()
    # Not asked again at once, and then it is.
    client.post(address)
    assert MachineReading.objects.get().state == MachineReading.State.FAILED
    MachineReading.objects.update(requested_at=timezone.now() - timedelta(minutes=11))
    client.post(address)
    assert shown(client, address).xpath("//h1")[0].text_content() == "cartable Le"


@pytest.mark.parametrize(
    "answered",
    [
        "<script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[><script>alert(1)</script>]]>",
        "<?x ><script>alert(1)</script>",
        '<a id="a7">alert(1)</a>',
    ],
)
def test_html_that_nobody_sent_is_not_shown(
    article: ArticlePage, client: Client, monkeypatch: pytest.MonkeyPatch, answered: str
) -> None:
    def evil(
        _self: object, _source: object, _target: object, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        return {each: StringValue(answered) for each in strings}

    (address,) = offer(client)
    monkeypatch.setattr(DummyTranslator, "translate", evil)
    client.post(address)
    assert "alert(1)" not in client.get(address).content.decode()
    assert MachineReading.objects.get().state == MachineReading.State.FAILED


@override_settings(FEDCMS_MACHINE_READINGS_A_DAY=1)
def test_the_day_has_a_bound(article: ArticlePage, client: Client, calls: list[int]) -> None:
    other = make_article(article.cluster, title="Autre", slug="autre", body=json.dumps(BODY))
    (address,) = offer(client)
    client.post(address)
    refused = client.post(f"/ar/machine/{other.pk}/")
    assert refused.status_code == 429
    assert "أعد المحاولة غدًا" in refused.content.decode()
    assert len(calls) == 1
    with override_settings(FEDCMS_MACHINE_READINGS_A_DAY=0):
        assert offer(client) == []
        assert client.get(address).status_code == 404


@override_settings(FEDCMS_MACHINE_READINGS_A_DAY=2)
def test_the_bound_of_a_day_counts_what_is_sent(
    article: ArticlePage, client: Client, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every sending counts, of one page as of several, answered or not; what is not sent does not."""

    def down(*_arguments: object) -> dict[StringValue, StringValue]:
        raise ConnectionError

    (address,) = offer(client)
    with monkeypatch.context() as shorter:
        shorter.setattr("clusters.localize.readings.LONGEST", 10)
        client.post(address)
    assert ReadingDay.sent_on(timezone.localdate()) == 0
    article.save_revision().publish()
    client.post(address)
    # Published anew without new words it is free, with them it is not.
    article.save_revision().publish()
    client.post(address)
    assert shown(client, address).xpath("//h1")[0].text_content() == "cartable Le"
    assert ReadingDay.sent_on(timezone.localdate()) == len(calls) == 1
    article.title = "Le nouveau cartable"
    article.save_revision().publish()
    with monkeypatch.context() as broken:
        broken.setattr(DummyTranslator, "translate", down)
        client.post(address)
    assert ReadingDay.sent_on(timezone.localdate()) == 2
    MachineReading.objects.update(requested_at=timezone.now() - timedelta(minutes=11))
    page = shown(client, address)
    assert "أعد المحاولة غدًا" in page.text_content()
    assert not page.xpath("//main//form[@method='post']")
    assert client.post(address).status_code == 429
    assert len(calls) == 1
    # Yesterday's sendings are not today's.
    ReadingDay.objects.update(day=timezone.localdate() - timedelta(days=1))
    client.post(address)
    assert len(calls) == 2
    assert [row.day for row in ReadingDay.objects.all()] == [timezone.localdate()]


@override_settings(FEDCMS_MACHINE_READINGS_A_DAY=2)
def test_many_who_ask_at_once_cause_no_more_than_the_bound(article: ArticlePage, calls: list[int]) -> None:
    """What they asked for waits together; the worker sends as many as may be, and the others may be asked tomorrow."""
    pages = [
        make_article(article.cluster, title=f"Article {number}", body=json.dumps(BODY)) for number in range(4)
    ]
    readings = [
        MachineReading.objects.create(source=page, language="ar", requested_at=timezone.now())
        for page in pages
    ]
    assert is_day_over()  # as many wait as may be sent
    for reading in readings:
        make(reading)
    assert len(calls) == 2
    assert [reading.state for reading in readings] == ["ready", "ready", "beyond", "beyond"]
    assert may_ask(readings[-1], pages[-1])


def test_a_page_that_is_too_long_is_not_sent(
    article: ArticlePage, client: Client, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusters.localize.readings.LONGEST", 10)
    (address,) = offer(client)
    client.post(address)
    assert calls == []
    assert not shown(client, address).xpath("//main//form[@method='post']")


def test_a_real_translation_takes_its_place(article: ArticlePage, client: Client, calls: list[int]) -> None:
    (address,) = offer(client)
    client.post(address)
    arabic = article.copy_for_translation(Locale.objects.get(language_code="ar"))
    arabic.title, arabic.live = "الحقيبة", True
    arabic.save_revision().publish()
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, arabic.url_path)


def test_only_what_everybody_may_see_is_read(article: ArticlePage, client: Client, calls: list[int]) -> None:
    (address,) = offer(client)
    client.post(address)
    assert client.get(f"/fr/machine/{article.pk}/").status_code == 404
    assert client.get("/ar/machine/999999/").status_code == 404
    state = LocaleState.objects.create(locale=Locale.objects.get(language_code="ar"), is_active=False)
    assert client.get(address).status_code == 404
    state.delete()
    article.unpublish()
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@override_settings(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=None)
def test_without_a_service_nothing_is_offered(article: ArticlePage, client: Client) -> None:
    assert offer(client) == []
    assert client.get(f"/ar/machine/{article.pk}/").status_code == 404
    assert Page.objects.filter(pk=article.pk).exists()


def test_what_is_forgotten_or_was_shortened_can_be_asked_for_again(
    article: ArticlePage, client: Client, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was killed, and a page that was too long, leave nobody before a closed door."""
    (address,) = offer(client)
    form = "//main//form[@method='post']"
    waiting = MachineReading.objects.create(source=article, language="ar", requested_at=timezone.now())
    assert not shown(client, address).xpath(form)
    MachineReading.objects.update(requested_at=timezone.now() - timedelta(minutes=11))
    assert shown(client, address).xpath(form)
    waiting.delete()
    with monkeypatch.context() as shorter:
        shorter.setattr("clusters.localize.readings.LONGEST", 10)
        client.post(address)
    assert not shown(client, address).xpath(form)
    article.save_revision().publish()
    assert shown(client, address).xpath(form)


def test_an_answer_that_breaks_something_is_no_work_for_ever(
    article: ArticlePage, client: Client, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept as failed, and the same words are not sent again on the same day."""

    def broken(*_arguments: object) -> None:
        raise KeyError("a7")

    (address,) = offer(client)
    with monkeypatch.context() as patched:
        patched.setattr("clusters.localize.readings.ingest_segments", broken)
        client.post(address)
    assert MachineReading.objects.get().state == MachineReading.State.FAILED
    MachineReading.objects.update(requested_at=timezone.now() - timedelta(hours=23))
    assert not shown(client, address).xpath("//main//form[@method='post']")
    client.post(address)
    assert len(calls) == 1
    MachineReading.objects.update(requested_at=timezone.now() - timedelta(hours=25))
    client.post(address)
    assert len(calls) == 2
    assert shown(client, address).xpath("//h1")[0].text_content() == "cartable Le"


def test_each_string_is_sent_once(article: ArticlePage, client: Client, calls: list[int]) -> None:
    (address,) = offer(client)
    client.post(address)
    MachineReading.objects.all().delete()
    article.body = json.dumps([*BODY, BODY[0], BODY[1]])
    article.save_revision().publish()
    client.post(address)
    assert calls[0] == calls[1]


def test_a_closed_language_offers_no_reading(article: ArticlePage, client: Client) -> None:
    """The page is told all the same: the original's own path leads to it, whatever is open (docs/adr/0022)."""
    path = article.url_path.replace("/fr/", "/ar/", 1)
    assert offer(client, path)
    LocaleState.objects.create(locale=Locale.objects.get(language_code="ar"), is_active=False)
    page = html.fromstring(client.get(path).content.decode())
    assert page.xpath("//main//a[@hreflang='fr']/@href") == [article.url_path]
    assert offer(client, path) == []
