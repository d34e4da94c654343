"""What goes with an answer besides its words: who may keep it, in which language it is, what may run in it."""

import pytest
from django.test import Client

from tests.factories import make_article

pytestmark = pytest.mark.django_db

HOUR = {"public", "max-age=3600"}
ELSEWHERE = "https://elsewhere.example"


def kept(response: object) -> set[str]:
    """The words of Cache-Control."""
    header = response.get("Cache-Control", "")  # type: ignore[attr-defined]  # a response
    return {word.strip() for word in header.split(",") if word.strip()}


@pytest.mark.parametrize(
    "path", ["/fr/actualites/un-article/", "/fr/actualites/", "/fr/search/", "/fr/agenda/", "/fr/"]
)
def test_a_public_page_leaves_nothing_with_its_reader_and_runs_nothing_of_others(
    federation: object, path: str
) -> None:
    make_article(None, slug="un-article")
    response = Client().get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Accept-Language" not in response.get("Vary", "")
    assert response["Content-Language"] == "fr"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    for name in ("script-src", "style-src", "form-action", "base-uri", "connect-src"):
        assert policy[name] == "'self'", name
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/security.txt", "/fr/opensearch.xml"])
def test_what_hardly_changes_is_kept_for_an_hour(federation: object, path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 200
    assert kept(response) == HOUR
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "content_type", "is_noindex"),
    [
        ("/sitemap.xml", "application/xml", False),
        ("/sitemap-articles.xml", "application/xml", True),
        ("/api/search/?q=a", "application/json", False),
    ],
)
def test_what_goes_by_the_clock_is_asked_for_again(
    federation: object, path: str, content_type: str, is_noindex: bool
) -> None:
    make_article(None)
    if "sitemap-" in path:
        listing = Client().get("/sitemap.xml").content.decode()
        path = "/" + listing.partition("<loc>")[2].partition("</loc>")[0].split("/", 3)[3]
    response = Client().get(path)
    assert response.status_code == 200
    assert kept(response) == {"no-cache"}
    assert response["Content-Type"].partition(";")[0] == content_type
    assert (response.get("X-Robots-Tag") == "noindex") is is_noindex
    assert Client().post(path).status_code == 405


def test_an_answer_of_the_search_that_a_program_has_is_not_sent_again(federation: object) -> None:
    make_article(None, title="Quadrivium")
    first = Client().get("/api/search/?q=quadrivium")
    known = {"If-None-Match": first["ETag"]}
    again = Client().get("/api/search/?q=quadrivium", headers=known)
    assert (again.status_code, again.content, kept(again)) == (304, b"", {"no-cache"})
    make_article(None, title="Un autre quadrivium")
    assert Client().get("/api/search/?q=quadrivium", headers=known).status_code == 200


def test_suggestions_are_kept_for_half_a_minute_and_say_their_language(federation: object) -> None:
    response = Client().get("/api/search/suggestions/?q=a&locale=es")
    assert kept(response) == {"public", "max-age=30"}
    assert response["Content-Language"] == "es"


def test_the_bare_domain_leads_on_for_now_and_says_by_what(federation: object) -> None:
    response = Client().get("/", headers={"Accept-Language": "en"})
    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert {"Accept-Language", "Cookie", "User-Agent"} <= {
        part.strip() for part in response["Vary"].split(",")
    }


def test_a_language_is_remembered_for_who_chose_it_here_and_for_nobody_else(federation: object) -> None:
    def choose(target: str, **headers: str) -> object:
        return Client().post("/language/", {"to": target}, headers=headers)

    answer = choose("/en/news/", Origin="http://testserver")
    assert (answer.status_code, answer["Location"]) == (303, "/en/news/")  # type: ignore[attr-defined]
    assert "no-store" in kept(answer)
    (cookie,) = answer.cookies.values()  # type: ignore[attr-defined]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == ("en", "Lax", 365 * 86_400)
    assert not choose("/en/news/", Origin=ELSEWHERE).cookies  # type: ignore[attr-defined]
    for target in (
        f"{ELSEWHERE}/en/",
        "//elsewhere.example/en/",
        "/admin/",
        "/xx/",
        "",
        "javascript:alert(1)",
    ):
        answer = choose(target, Origin="http://testserver")
        assert answer["Location"] == "/", target  # type: ignore[index]
        assert not answer.cookies, target  # type: ignore[attr-defined]
    assert Client().get("/language/").status_code == 405


def test_what_is_not_found_is_indexed_by_nobody(federation: object) -> None:
    response = Client().get("/fr/actualites/introuvable/")
    assert response.status_code == 404
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies
