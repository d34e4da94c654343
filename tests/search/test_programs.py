"""The search for programs: its description is true, answers are tagged, too many requests refused; results as Atom."""

from collections.abc import Iterator
from datetime import timedelta

import feedparser
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pytest_django import Settings

from clusters.models import Cluster, Organisation
from tests.factories import make_article, make_cluster, make_event
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

WORD = "quadrivium"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nobody has asked yet."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with twelve articles."""
    with keep():
        made = make_cluster("un", "ONE")
        for number in range(12):
            make_article(made, title=f"{WORD.title()} {number}", summary="Avec <i> & résumé.")
        return made


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def described() -> dict[str, object]:
    """The OpenAPI description."""
    response = Client().get("/api/search/openapi.json")
    assert response.status_code == 200
    description: dict[str, object] = response.json()
    return description


def schema_of(description: dict[str, object], path: str, status: str) -> dict[str, object]:
    """The JSON schema of an answer, with what it refers to."""
    paths = description["paths"]
    assert isinstance(paths, dict)
    schema = paths[path]["get"]["responses"][status]["content"]["application/json"]["schema"]
    return {**schema, "components": description["components"]}


@pytest.mark.parametrize(
    ("url", "path", "status"),
    [
        (f"/api/search/?q={WORD}&locale=fr", "/api/search/", 200),
        ("/api/search/?q=xylophone", "/api/search/", 200),
        ("/api/search/?page=x&colour=red&kind=none&sort=up", "/api/search/", 400),
        (f"/api/search/suggestions/?q={WORD[:5]}", "/api/search/suggestions/", 200),
        ("/api/search/suggestions/", "/api/search/suggestions/", 400),
    ],
)
def test_answers_are_as_described(cluster: Cluster, url: str, path: str, status: int) -> None:
    description = described()
    validate(description)
    response = Client().get(url)
    assert response.status_code == status
    schema = schema_of(description, path, str(status))
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(response.json())]
    assert errors == []
    closed = dict(schema["components"]["schemas"]["SearchAnswer"])  # type: ignore[index]
    if path == "/api/search/" and status == 200:
        assert set(response.json()) == set(closed["properties"])


def test_what_means_nothing_is_read_kindly_and_what_is_too_much_refused(cluster: Cluster) -> None:
    for query in ("page=", "sort=", "page=１", "cluster=", f"q={'a' * 150}{'+' * 60}"):
        assert Client().get(f"/api/search/?{query}").status_code == 200, query
    many = "&".join(f"year={year}" for year in range(2000, 2021))
    refused = Client().get(f"/api/search/?{many}&locale=en")
    assert (refused.status_code, refused.json()) == (400, {"errors": {"year": ["20 values at most."]}})


def test_every_parameter_is_described() -> None:
    from search.public.forms import FACETS, SearchForm  # noqa: PLC0415

    paths = described()["paths"]
    assert isinstance(paths, dict)
    names = {parameter["name"] for parameter in paths["/api/search/"]["get"]["parameters"]}
    assert names == set(SearchForm.base_fields) | set(FACETS)


def test_who_has_the_answer_gets_none(cluster: Cluster) -> None:
    url = f"/api/search/?q={WORD}"
    tag = Client().get(url)["ETag"]
    assert Client().get(url, headers={"if-none-match": tag}).status_code == 304
    make_article(cluster, title=f"{WORD} de plus")
    fresh = Client().get(url, headers={"if-none-match": tag})
    assert (fresh.status_code, fresh.json()["total"]) == (200, 13)
    assert Client().head(url).status_code == 200
    assert Client().post(url).status_code == 405


def test_who_asks_too_often_learns_when_to_come_back(cluster: Cluster, settings: Settings) -> None:
    settings.FEDCMS_API_RATE = "3/m"
    statuses = [Client().get(f"/api/search/?q={WORD}&locale=en").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = Client().get(f"/api/search/?q={WORD}")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert list(refused.json()["errors"]) == ["rate"]
    # Somebody else is not held up, nor is the page for people.
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/api/search/?q={WORD}").status_code == 200
    assert Client().get(f"/fr/search/?q={WORD}").status_code == 200
    # Without a proxy that is known, nobody escapes by naming another address.
    spoofed = Client().get(f"/api/search/?q={WORD}", headers={"x-forwarded-for": "203.0.113.9"})
    assert spoofed.status_code == 429


def test_results_as_atom(cluster: Cluster) -> None:
    page = Client().get(f"/fr/search/?q={WORD}&cluster=un").content.decode()
    assert f'href="/fr/search/atom.xml?q={WORD}&amp;cluster=un"' in page
    response = Client().get(f"/fr/search/atom.xml?q={WORD}&cluster=un")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert feed.feed.title.startswith(f"{WORD} – Recherche")
    assert feed.feed.opensearch_totalresults == "12"
    assert len(feed.entries) == 10
    assert feed.entries[0].title == f"{WORD.title()} 11"
    assert feed.entries[0].summary == "Avec <i> & résumé." or "&lt;i&gt;" in feed.entries[0].summary
    links = {link.rel: link.href for link in feed.feed.links}
    assert {"self", "alternate", "first", "last", "next"} <= set(links)
    second = feedparser.parse(
        Client().get(links["next"].partition("//")[2].partition("/")[2].join(["/", ""])).content
    )
    assert [entry.title for entry in second.entries] == [f"{WORD.title()} 1", f"{WORD.title()} 0"]
    tag = response["ETag"]
    again = Client().get(f"/fr/search/atom.xml?q={WORD}&cluster=un", headers={"if-none-match": tag})
    assert again.status_code == 304


def test_the_feed_tells_what_was_published_last_whenever_it_takes_place(cluster: Cluster) -> None:
    make_event(cluster, title=f"Salon {WORD}")
    make_article(cluster, title=f"Le {WORD} du jour")
    feed = feedparser.parse(Client().get(f"/fr/search/atom.xml?q={WORD}").content)
    assert [entry.title for entry in feed.entries[:2]] == [f"Le {WORD} du jour", f"Salon {WORD}"]
    by_day = feedparser.parse(Client().get(f"/fr/search/atom.xml?q={WORD}&sort=date").content)
    assert by_day.entries[0].title == f"Salon {WORD}"


@pytest.mark.parametrize("sign", ["%00", "%01", "%0B", "%1F", "%EF%BF%BE"])
def test_what_xml_cannot_say_is_left_out_of_the_feed(cluster: Cluster, sign: str) -> None:
    make_article(cluster, title=f"{WORD} \x0bcollé", summary="Une\x1f ligne.")
    response = Client().get(f"/fr/search/atom.xml?q={WORD}{sign}")
    assert response.status_code == 200
    assert not feedparser.parse(response.content).bozo


def test_what_is_to_come_is_announced_once(cluster: Cluster) -> None:
    make_event(cluster, title=f"Salon {WORD}")
    organisation = Organisation.objects.create(
        slug="orga", name=f"{WORD.title()} SAS", kind="company", cluster=cluster
    )
    organisation.save()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        first = Client().get(f"/fr/search/atom.xml?q={WORD}")
        (salon,) = [entry for entry in feedparser.parse(first.content).entries if "Salon" in entry.title]
        assert salon.updated < timezone.now().isoformat()
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        again = Client().get(f"/fr/search/atom.xml?q={WORD}", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304


def test_browsers_are_told_of_the_feed(federation: object) -> None:
    description = Client().get("/fr/opensearch.xml").content.decode()
    assert '<Url type="application/atom+xml"' in description
    assert "/fr/search/atom.xml?q={searchTerms}" in description
