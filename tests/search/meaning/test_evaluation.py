"""manage.py evaluate_search --meaning: words with what is near, and the server's own nearest."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from search.engines import ElasticsearchEngine

from .small_server import SmallServer

pytestmark = pytest.mark.django_db

TEXTS = ("Tous à vélo", "Un clavier neuf", "Contre le harcèlement", "Une autre histoire")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four documents, and a question that no word of the first answers."""
    rows = [
        {"_id": f"d{number}", "text": text, "metadata": {"language": "fr"}}
        for number, text in enumerate(TEXTS)
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "bicyclette"}', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q\td0\t1\n", encoding="utf-8")
    return tmp_path


def evaluate(folder: Path, engine: str) -> dict[str, Any]:
    """The recall by the name of what was measured."""
    out = StringIO()
    call_command("evaluate_search", str(folder), stdout=out, engine=engine, meaning=True)
    return {row["engine"]: row["recall_at_10"] for row in map(json.loads, out.getvalue().splitlines())}


def test_words_are_measured_with_what_is_near(
    folder: Path, embedder_server: SmallServer, settings: Settings
) -> None:
    name, model = connection.vendor, settings.FEDCMS_EMBEDDER_MODEL
    assert evaluate(folder, name) == {name: 0, f"{model} alone": 1, f"{name}, {model}": 1}


@pytest.mark.elasticsearch
def test_a_server_is_asked_for_the_nearest_itself(
    folder: Path,
    embedder_server: SmallServer,
    search_server: ElasticsearchEngine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beside what the file finds; where it compares nothing, there are no figures under its name."""
    name, model = "elasticsearch", settings.FEDCMS_EMBEDDER_MODEL
    found = evaluate(folder, name)
    assert found == {
        name: 0,
        f"{model} alone": 1,
        f"{name}, {model}": 1,
        f"{name}, {model} compared there": 1,
    }
    monkeypatch.setattr(ElasticsearchEngine, "neighbourhoods", lambda *_asked, **_named: {})
    with pytest.raises(CommandError, match="its index has no vectors"):
        evaluate(folder, name)
