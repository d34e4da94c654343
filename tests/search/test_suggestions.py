"""What the search box and browsers ask for: suggestions by kind, and the OpenSearch description."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from clusters.models import Cluster, Organisation
from fedcms.core.design.colour import accent_palette
from fedcms.core.models import LocaleState
from search.engines.errors import SearchUnavailable
from search.models import SearchEntry
from search.public import suggestions
from tests.factories import make_article, make_cluster, make_event, publish
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its section."""
    with keep():
        return make_cluster("suggest", "SUG", "EdTech Suggest")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def ask(words: str, locale: str = "fr") -> dict[str, object]:
    """The answer."""
    response = Client().get("/api/search/suggestions/", {"q": words, "locale": locale})
    assert response.status_code == 200, response.content
    answer: dict[str, object] = response.json()
    return answer


def titles(words: str, locale: str = "fr") -> list[str]:
    """All titles suggested."""
    return [item["title"] for group in ask(words, locale)["groups"] for item in group["suggestions"]]


def test_suggestions_come_by_kind_with_all_that_a_reader_needs_to_choose(cluster: Cluster) -> None:
    article = make_article(cluster, title="Un atelier <b>gras</b>", slug="gras")
    make_event(None, title="Atelier ouvert")
    Organisation.objects.create(slug="atelier", name="L’Atelier", kind="company", cluster=cluster)
    answer = ask("atel")
    assert answer["total"] == 3
    assert [(group["kind"], group["label"]) for group in answer["groups"]] == [
        ("article", "Actualités"),
        ("event", "Événements"),
        ("organisation", "Organisations"),
    ]
    (suggested,) = answer["groups"][0]["suggestions"]
    style = suggested["cluster"].pop("style")
    assert style == accent_palette(cluster.accent).css()
    assert suggested == {
        "title": "Un atelier <b>gras</b>",
        "highlighted_title": "Un <mark>atelier</mark> &lt;b&gt;gras&lt;/b&gt;",
        "url": f"http://testserver{article.url_path}",
        "cluster": {"slug": "suggest", "code": "SUG", "name": "EdTech Suggest"},
        "language": "fr",
        "source": "site",
    }
    assert answer["groups"][1]["suggestions"][0]["cluster"] is None
    for group in answer["groups"]:
        assert Client().get(group["suggestions"][0]["url"]).status_code == 200


def test_the_last_word_is_unfinished_and_the_others_are_not(cluster: Cluster) -> None:
    make_article(cluster, title="Former les enseignants à l’évaluation")
    assert titles("enseignants eval") == ["Former les enseignants à l’évaluation"]
    assert titles("enseig evaluation") == []
    assert titles("???") == []


def test_a_cluster_is_suggested_by_its_name(cluster: Cluster) -> None:
    assert ask("edtech sug")["groups"][0]["kind"] == "cluster"


def test_each_language_suggests_its_own(cluster: Cluster) -> None:
    make_article(cluster, "fr", title="Robotique")
    make_article(cluster, "ar", title="تدريب المعلمين", slug="tadrib")
    assert titles("robo") == ["Robotique"]
    assert titles("robo", "ar") == []
    answer = ask("المعلم", "ar")
    assert [group["label"] for group in answer["groups"]] == ["الأخبار"]
    assert answer["groups"][0]["suggestions"][0]["language"] == "ar"


def test_the_list_stays_short_and_no_kind_is_crowded_out(cluster: Cluster) -> None:
    make_event(
        cluster, title="Robotique, la rencontre", first_published_at=timezone.now() - timedelta(days=900)
    )
    for number in range(12):
        make_article(cluster, title=f"Robotique {number}")
    answer = ask("robo")
    assert answer["total"] == suggestions.LIMIT
    assert {group["kind"] for group in answer["groups"]} == {"article", "event"}


def test_nothing_is_suggested_that_a_visitor_may_not_see(cluster: Cluster) -> None:
    """Drafts, what is scheduled, what is over, closed languages, and what an engine that lags still holds."""
    make_article(cluster, title="Robotique brouillon", live=False)
    page = make_article(cluster, title="Robotique")
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save()
    assert titles("robo") == []
    page.go_live_at = None
    publish(page)
    assert titles("robo") == ["Robotique"]
    state = LocaleState.objects.create(locale=page.locale, is_active=False)
    assert titles("robo") == []
    state.delete()
    make_article(cluster, title="Robotique encore")
    SearchEntry.objects.filter(title="Robotique encore")._raw_delete("default")
    assert "Robotique encore" not in titles("robo")


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({}, "q"),
        ({"q": " "}, "q"),
        ({"q": "x" * 201}, "q"),
        ({"q": "a\x00b"}, "q"),
        ({"q": "a", "locale": "xx"}, "locale"),
    ],
)
def test_a_bad_parameter_is_named_with_the_reason(parameters: dict[str, str], field: str) -> None:
    response = Client().get("/api/search/suggestions/", parameters)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert response.json()["errors"][field][0]
    assert "max-age" not in response.get("Cache-Control", "")


def test_reasons_are_given_in_the_language_asked_for() -> None:
    errors = [
        Client().get("/api/search/suggestions/", {"locale": code}).json()["errors"]["q"]
        for code in ("fr", "ar")
    ]
    assert errors[0] != errors[1]


@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=80), locale=st.sampled_from(["fr", "ar", "", "x\x00"]))
def test_nothing_that_is_typed_breaks_it(federation: object, words: str, locale: str) -> None:
    response = Client().get("/api/search/suggestions/", {"q": words, "locale": locale})
    assert response.status_code in (200, 400)


def test_a_browser_may_keep_the_answer_for_some_seconds(cluster: Cluster) -> None:
    """It depends on its address alone, and sets no cookie."""
    response = Client().get("/api/search/suggestions/?q=robo&locale=ar")
    assert response["Cache-Control"] == "public, max-age=30"
    assert response["Content-Language"] == "ar"
    assert not response.cookies


def test_an_engine_that_is_down_is_told_apart_from_nothing_found(
    federation: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Down:
        def suggest(self, *args: object, **kwargs: object) -> None:
            raise SearchUnavailable("no answer")

    monkeypatch.setattr(suggestions, "get_engine", Down)
    response = Client().get("/api/search/suggestions/?q=robo")
    assert response.status_code == 503
    assert "max-age" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_browser_can_learn_to_search_here(federation: object, language: str) -> None:
    """Each page links the description of its language; its texts have the lengths that the format allows."""
    page = Client().get(f"/{language}/").content.decode()
    assert f'type="application/opensearchdescription+xml" href="/{language}/opensearch.xml"' in page
    assert '<link rel="search"' in page
    response = Client().get(f"/{language}/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    root = ET.fromstring(response.content)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    texts = {child.tag.removeprefix(OPENSEARCH): child.text for child in root}
    assert texts["Language"] == language
    for name, longest in (("ShortName", 16), ("LongName", 48), ("Description", 1024)):
        assert 0 < len(texts[name] or "") <= longest
    search, _atom, own = root.findall(f"{OPENSEARCH}Url")
    assert own.attrib["rel"] == "self"
    template = search.attrib["template"]
    assert template.startswith(settings.WAGTAILADMIN_BASE_URL)
    path = template.removeprefix(settings.WAGTAILADMIN_BASE_URL).replace("{searchTerms}", "edtech")
    assert path.startswith(f"/{language}/search/")
    assert Client().get(path).status_code == 200
