"""Pages for everybody: no cookie changes them, browsers ask again with an ETag; what is one reader's is private."""

import pytest
from django.conf import settings as project
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster
from fedcms.core.http.public_answers import EMPTY_FORM, PRIVATE, PUBLIC
from tests.factories import make_user
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

ARTICLE = "/fr/clusters/budget/actualites/article/"
FORMS = ("contact", "join")
# Not pages: what answers them says itself who may keep the answer, as before.
OTHERS = (
    "press kit",
    "archive",
    "fact sheet",
    "release as",
    "subscribe",
    "search",
    "suggestions",
    "OpenSearch",
    "feed",
    "calendar",
    "events API",
    "missions API",
    "event to add",
    "mission to add",
)
PAGES = {name: path for name, (path, _budget) in BUDGETS.items() if not name.startswith((*FORMS, *OTHERS))}


@pytest.fixture(autouse=True)
def _own_types(site: Cluster) -> None:
    ContentType.objects.clear_cache()


def test_every_public_page_is_the_same_for_everybody_and_not_sent_twice(site: Cluster) -> None:
    for name, path in PAGES.items():
        first = Client().get(path)
        assert (first.status_code, first["Cache-Control"]) == (200, PUBLIC), name
        assert first["Vary"] == "Accept-Encoding", name
        tag = first["ETag"]
        assert tag.startswith('"'), name
        again = Client().get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag), name
        assert (again["Cache-Control"], again["Vary"]) == (PUBLIC, "Accept-Encoding"), name


def test_whoever_takes_it_compressed_is_not_sent_it_twice_either(site: Cluster) -> None:
    first = Client().get(ARTICLE, headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    known = {"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]}
    again = Client().get(ARTICLE, headers=known)
    # Its copy of the page is found by this tag, and answers from now on with these headers.
    of_the_body = {"Content-Encoding", "Content-Length", "Content-Type", "X-Page-Key", "X-Request-ID"}
    kept = {name: value for name, value in first.items() if name not in of_the_body}
    of_the_page = {name: value for name, value in again.items() if name != "X-Request-ID"}
    assert (again.status_code, of_the_page) == (304, kept)
    assert {"Content-Language", "Content-Security-Policy", "X-Content-Type-Options"} <= kept.keys()


def test_a_changed_page_is_sent_again(site: Cluster) -> None:
    tag = Client().get(ARTICLE)["ETag"]
    page = Page.objects.get(url_path=ARTICLE).specific
    page.title = "Un autre titre"
    page.save_revision().publish()
    again = Client().get(ARTICLE, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "Un autre titre" in again.content.decode()


def test_no_public_address_asks_who_reads(site: Cluster) -> None:
    for name, (path, _budget) in BUDGETS.items():
        assert "Cookie" not in Client().head(path).get("Vary", ""), name


def test_an_empty_form_is_kept_by_no_shared_cache_and_one_that_was_sent_by_nobody(
    site: Cluster, settings: Settings
) -> None:
    settings.FEDCMS_SHARED_CACHE_SECONDS = 30
    for name in FORMS:
        path = BUDGETS[name][0]
        assert Client().get(path)["Cache-Control"] == EMPTY_FORM, name
        for answer in (
            Client().get(f"{path}?about=lab"),
            Client().get(f"{path}?sent=1"),
            Client().post(path),
        ):
            assert answer["Cache-Control"] == PRIVATE, name
            assert "ETag" not in answer, name


def test_who_sent_a_session_gets_an_answer_of_their_own(site: Cluster) -> None:
    client = Client()
    client.cookies[project.SESSION_COOKIE_NAME] = "somebody"
    assert client.get(ARTICLE)["Cache-Control"] == PRIVATE
    editor = Client()
    editor.force_login(make_user("edite", site, "publisher"))
    answer = editor.get(ARTICLE)
    assert answer["Cache-Control"] == PRIVATE
    assert "/admin/pages/" in answer.content.decode()


@pytest.mark.parametrize("kind", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
def test_a_restricted_page_is_kept_by_nobody(site: Cluster, kind: str) -> None:
    page = Page.objects.get(url_path=ARTICLE)
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mot")
    client = Client()
    asked = client.get(ARTICLE)
    assert "public" not in asked.get("Cache-Control", "")
    restriction = page.get_view_restrictions().get()
    if kind == PageViewRestriction.PASSWORD:
        form = {"password": "mot", "return_url": ARTICLE}
        client.post(f"/fr/_util/authenticate_with_password/{restriction.pk}/{page.pk}/", form)
        seen = client.get(ARTICLE)
        assert page.title in seen.content.decode()
        assert "private" in seen["Cache-Control"]


def test_what_is_not_there_and_what_is_posted_is_kept_by_nobody(site: Cluster) -> None:
    assert "public" not in Client().get("/fr/nothing/here/").get("Cache-Control", "")
    assert "public" not in Client().post(ARTICLE).get("Cache-Control", "")
    assert "public" not in Client().get("/admin/login/").get("Cache-Control", "")
    Page.objects.get(url_path=ARTICLE).specific.unpublish()
    gone = Client().get(ARTICLE)
    assert gone.status_code in (404, 410)
    assert "public" not in gone.get("Cache-Control", "")


def test_shared_caches_keep_pages_as_long_as_the_operator_says(site: Cluster, settings: Settings) -> None:
    settings.FEDCMS_SHARED_CACHE_SECONDS = 30
    assert Client().get(ARTICLE)["Cache-Control"] == f"{PUBLIC}, s-maxage=30"
    assert Client().get(BUDGETS["contact"][0])["Cache-Control"] == EMPTY_FORM
