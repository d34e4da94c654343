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

from clusters.translation.models import MachineReading
from fedcms.core.models import LocaleState
from news.models import ArticlePage
from tests.clusters.test_on_demand_translation.visitor import BODY, offer, shown

pytestmark = pytest.mark.django_db


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
        shorter.setattr("clusters.translation.machine.on_demand_making.LONGEST", 10)
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
        patched.setattr("clusters.translation.machine.on_demand_making.ingest_segments", broken)
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
