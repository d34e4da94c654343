"""An article in French alone, and a service of which each call is counted."""

import json
from collections.abc import Iterable

import pytest
from wagtail.models import Locale
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.strings import StringValue

from news.models import ArticlePage
from tests.clusters.test_on_demand_translation.visitor import BODY
from tests.factories import make_article, make_cluster
from tests.shared_rows import Keep, again


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
