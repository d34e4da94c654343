"""manage.py benchmark_search: the mix that it says is the mix that it asks, and its figures are all there."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.engines import get_database_engine
from search.meaning.choice import get_embedder
from search.models import EntryVector, SearchEntry
from tests.quality.search_benchmark.synthetic import LANGUAGES, Corpus

from .small_server import SmallServer


def test_queries_are_of_words_that_few_or_half_of_the_entries_hold() -> None:
    corpus = Corpus(1_500, 7, timezone.now())
    first = [document.title for document in corpus.documents()]
    assert first == [document.title for document in corpus.documents()]
    assert sum(corpus.sizes.values()) == 1_500
    queries = corpus.queries(400)
    shares = {form: sum(each == form for each, _, _ in queries) / 400 for form in ("selective", "frequent")}
    assert shares["selective"] == pytest.approx(0.7, abs=0.06)
    assert shares["frequent"] == pytest.approx(0.2, abs=0.06)
    assert {language for _, language, _ in queries} == set(LANGUAGES)
    for form, language, text in queries:
        held = [corpus.holders[language][word] / corpus.sizes[language] for word in text.split()]
        if form == "selective":
            assert 1 <= len(held) <= 3
            assert max(held) <= 0.05
        elif form == "frequent":
            assert 0.4 <= max(held) <= 0.75


@pytest.mark.django_db
def test_the_command_prints_a_json_object_a_line(embedder_server: SmallServer) -> None:
    """With vectors, which adds figures to those without."""
    SearchEntry.objects.all().delete()
    out, size = StringIO(), ("--entries=1000", "--searches=20")
    call_command("benchmark_search", *size, "--without-wagtail", "--vectors", stdout=out)
    mix, figures = map(json.loads, out.getvalue().splitlines())
    assert sum(mix["mix"].values()) == 20
    assert figures["engine"] == get_database_engine().name
    assert figures["entries"] == 1000
    assert figures["searches_before"] == figures["searches"] == 20
    assert figures["index_bytes"] is None or figures["index_bytes"] > 1_000_000
    searches = (*figures["search_ms"].values(), *figures["search_with_vectors_ms"].values())
    for times in (*searches, figures["suggest_ms"], figures["write_ms"]):
        assert 0 < times["p50"] <= times["p95"] <= times["p99"]
    assert figures["vectors_in_time"] == 20
    assert figures["memory"]["own_kb"] > 0
    assert not SearchEntry.objects.exists()
    assert not EntryVector.objects.exists()


@pytest.mark.django_db
def test_a_site_with_entries_is_left_alone(embedder_server: SmallServer) -> None:
    SearchEntry.objects.create(key="page-1", language="fr", title="Titre", url="/")
    with pytest.raises(CommandError, match="The site has entries or vectors"):
        call_command("benchmark_search", "--entries=1000", "--searches=20", "--vectors", stdout=StringIO())
    assert SearchEntry.objects.exists()


@pytest.mark.django_db
def test_too_few_entries_are_refused() -> None:
    with pytest.raises(CommandError, match="At least 1000 entries"):
        call_command("benchmark_search", "--entries=10")


@pytest.mark.django_db
def test_what_comes_while_it_measures_stays(embedder_server: SmallServer) -> None:
    """Only what was made up is taken away."""
    from tests.quality.search_benchmark.made_up_vectors import made_up_vectors  # noqa: PLC0415  # needs numpy

    SearchEntry.objects.all().delete()
    embedder = get_embedder()
    assert embedder is not None
    with made_up_vectors(Corpus(1_000, 7, timezone.now()), embedder, ["vélo"]):
        assert SearchEntry.objects.count() == EntryVector.objects.count() == 1_000
        entry = SearchEntry.objects.create(key="page-1", language="fr", title="Titre", url="/")
        EntryVector.objects.create(entry=entry, model="another", is_waiting=True)
    assert list(SearchEntry.objects.values_list("key", flat=True)) == ["page-1"]
    assert EntryVector.objects.count() == 1
