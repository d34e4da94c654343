"""The search page is kind to people, the API strict with programs; neither ever fails."""

from datetime import date, time

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.models import Cluster
from fedcms.core.models import Topic
from search.engines.errors import SearchUnavailable
from search.public import results
from tests.factories import make_article, make_cluster, make_event
from tests.factories.content import publish
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_content(keep: Keep) -> Cluster:
    """Some pages of two kinds with a topic."""
    with keep():
        cluster = make_cluster("api", "API", "EdTech Api")
        topic = Topic.objects.create(
            key="ai", labels={"fr": "Intelligence artificielle", "en": "Artificial intelligence"}
        )
        article = make_article(cluster, title="Un atelier <b>gras</b>", for_school=True)
        article.topics.add(topic)
        article.save()
        make_event(cluster, title="Un atelier public", for_vocational_training=True)
        make_article(None, title="Un atelier fédéral")
        return cluster


@pytest.fixture
def content(kept_content: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_content)


def api(**parameters: object) -> dict[str, object]:
    """The API's answer in French."""
    response = Client().get("/api/search/", {"locale": "fr", **parameters})
    assert response.status_code == 200
    answer: dict[str, object] = response.json()
    return answer


def test_facets_count_without_their_own_filter(content: Cluster) -> None:
    """Choosing a kind does not empty the list of kinds."""
    facets = api(q="atelier", kind="event")["facets"]
    assert {o["value"]: o["count"] for o in facets["kind"]} == {"article": 2, "event": 1}
    assert {o["value"]: o["count"] for o in facets["cluster"]} == {"api": 1}


def test_filters_combine_and_several_values_add_up(content: Cluster) -> None:
    """Kinds are alternatives, facets are conditions."""
    assert api(q="atelier", kind=["article", "event"])["total"] == 3
    assert api(q="atelier", kind=["article", "event"], cluster="api")["total"] == 2
    assert api(q="atelier", topic="ai")["total"] == 1
    assert api(q="atelier", audience="vocational")["total"] == 1


def test_what_is_found_is_marked_and_everything_else_is_escaped(content: Cluster) -> None:
    """A title cannot bring markup into the results."""
    page = Client().get("/fr/search/?q=atelier").content.decode()
    assert "<mark>atelier</mark> &lt;b&gt;gras&lt;/b&gt;" in page
    assert "<b>gras" not in page


def test_an_event_says_its_state_and_the_day_of_its_own_zone(content: Cluster) -> None:
    """In the language of the results; to programs as a key. It follows what editors change."""
    event = make_event(
        content,
        title="Un colloque",
        status="postponed",
        starts_on=date(2027, 3, 10),
        start_time=time(19),
        time_zone="America/Toronto",
    )
    make_event(content, title="Un colloque", starts_on=date(2027, 3, 10), time_zone="Asia/Dubai")
    make_event(content, language="ar", title="ندوة", slug="nadwa", status="cancelled")
    page = Client().get("/fr/search/?q=colloque").content.decode()
    assert page.count('<time dir="auto" datetime="2027-03-10">10 mars 2027</time>') == 2
    assert page.count("Reporté") == 1
    assert "ملغى" in Client().get("/ar/search/", {"q": "ندوة"}).content.decode()
    assert sorted(str(result["status"]) for result in api(q="colloque")["results"]) == ["None", "postponed"]
    event.status = "scheduled"
    publish(event)
    assert "Reporté" not in Client().get("/fr/search/?q=colloque").content.decode()


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"locale": "xx"}, "locale"),
        ({"page": "0"}, "page"),
        ({"page": "many"}, "page"),
        ({"page": "99999999"}, "page"),
        ({"kind": "unknown"}, "kind"),
        ({"audience": "everybody"}, "audience"),
        ({"sort": "luck"}, "sort"),
        ({"q": "x" * 201}, "q"),
    ],
)
def test_the_api_names_the_field_and_the_reason(
    content: Cluster, parameters: dict[str, str], field: str
) -> None:
    """400, never a 500, never a silent guess; people get a page all the same."""
    response = Client().get("/api/search/", parameters)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert response.json()["errors"][field][0]
    assert Client().get("/fr/search/", parameters).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parameters=st.dictionaries(
        st.sampled_from(["q", "page", "sort", "kind", "cluster", "topic", "audience", "locale"]),
        st.text(max_size=80),
    )
)
def test_nothing_that_is_typed_breaks_the_page(content: Cluster, parameters: dict[str, str]) -> None:
    """Quotes, operators, NUL, right-to-left marks: a page for people, 200 or 400 for programs."""
    assert Client().get("/fr/search/", parameters).status_code == 200
    assert Client().get("/api/search/", parameters).status_code in (200, 400)


def test_an_engine_that_is_down_takes_no_page_down(content: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """People read that the search does not answer, programs get 503, the rest of the site works."""

    class Down:
        def search(self, *args: object) -> None:
            raise SearchUnavailable("no answer")

    monkeypatch.setattr(results, "get_engine", Down)
    page = Client().get("/fr/search/?q=atelier")
    assert page.status_code == 503
    assert "La recherche ne répond pas" in page.content.decode()
    assert Client().get("/api/search/?q=atelier").status_code == 503


def test_the_page_keeps_the_words_and_the_filters_in_its_address(content: Cluster) -> None:
    """A filter form that forgot the query would start over."""
    page = Client().get("/fr/search/?q=atelier&kind=event").content.decode()
    assert '<input type="hidden" name="q" value="atelier">' in page
    assert 'value="event" checked' in page
