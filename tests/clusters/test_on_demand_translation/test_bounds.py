"""How much a day may have read by a machine, and how long a page may be."""

import json
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.strings import StringValue

from clusters.translation.machine.on_demand import is_day_over, may_ask
from clusters.translation.machine.on_demand_making import make
from clusters.translation.models import MachineReading, ReadingDay
from news.models import ArticlePage
from tests.clusters.test_on_demand_translation.visitor import BODY, offer, shown
from tests.factories import make_article

pytestmark = pytest.mark.django_db


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
        shorter.setattr("clusters.translation.machine.on_demand_making.LONGEST", 10)
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
    monkeypatch.setattr("clusters.translation.machine.on_demand_making.LONGEST", 10)
    (address,) = offer(client)
    client.post(address)
    assert calls == []
    assert not shown(client, address).xpath("//main//form[@method='post']")
