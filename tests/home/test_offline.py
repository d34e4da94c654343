"""Pages without network: the worker that is served, the page of contacts, and which copies may still be shown."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from clusters.models import Cluster, Federation
from fedcms.core.http.public_answers import EMPTY_FORM, PRIVATE, PUBLIC
from fedcms.core.models import PublicChange
from home.offline.asked_copies import MOST_COPIES
from home.offline.worker_script import worker_script
from news.models import ArticlePage
from tests.factories import make_article, make_cluster, make_user

pytestmark = pytest.mark.django_db

CHECK = "/offline/copies/"
AGENDA, CONTACTS = "/fr/agenda/", "/fr/offline/"


@pytest.fixture
def cluster(federation: object) -> Cluster:
    return make_cluster("lys", "LYS", "EdTech Lys", phone="+33 1 99 00 12 34")


@pytest.fixture
def page(cluster: Cluster) -> ArticlePage:
    """An article that is old enough for copies of it."""
    page = make_article(cluster, slug="canal", title="Un canal")
    long_ago()
    return page


def long_ago() -> None:
    """What has changed so far is from before all copies."""
    told(timedelta(days=1))


def told(ago: timedelta) -> None:
    """What has changed so far was written, and told by the worker, some time ago."""
    PublicChange.objects.update(moment=timezone.now() - ago, dispatched_at=timezone.now() - ago)


def asked(*addresses: str, hours: float = 1, **answer: object) -> list[str]:
    """Which copies, made some hours ago, are to be erased."""
    moment = int((timezone.now() - timedelta(hours=hours)).timestamp())
    pages = [{"address": address, "answered_at": moment} for address in addresses]
    response = Client().post(CHECK, json.dumps({"pages": pages}), content_type="application/json")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    found: list[str] = response.json()["erase"]
    return found


def test_what_is_as_it_was_stays_for_a_week_at_a_bounded_cost(page: ArticlePage) -> None:
    everything = [page.url_path, AGENDA, CONTACTS, "/fr/", "/fr/presse/spokespeople/"]
    many = [f"/fr/{'part/' * 8}{number}/" for number in range(MOST_COPIES - len(everything))]
    # The process knows the types of pages from then on.
    assert asked(*everything, *many) == many
    with CaptureQueriesContext(connection) as few:
        assert asked(*everything) == []
    with CaptureQueriesContext(connection) as captured:
        assert asked(*everything, *many) == many
    assert len(captured) <= len(few) <= 3
    assert asked(*everything, hours=24 * 7 + 1) == everything
    # A clock of the server that was set back, and what never was an answer of it.
    assert asked(page.url_path, hours=-1) == [page.url_path]


def test_what_never_was_public_is_told_like_what_is_nowhere(page: ArticlePage, cluster: Cluster) -> None:
    draft = make_article(cluster, slug="brouillon", title="Brouillon", live=False)
    assert asked(draft.url_path, "/fr/nulle-part/", "/fr/actualites/pas-une-route/") == [
        draft.url_path,
        "/fr/nulle-part/",
        "/fr/actualites/pas-une-route/",
    ]


def test_a_page_that_changed_takes_what_may_quote_it_and_a_new_one_nothing(
    page: ArticlePage, cluster: Cluster
) -> None:
    make_article(cluster, slug="ecluse", title="Une écluse")
    assert asked(page.url_path, AGENDA) == []
    page.title = "Un autre titre"
    page.save_revision().publish()
    assert asked(page.url_path, AGENDA, "/en/") == [page.url_path, AGENDA]
    # It was written long before its commit: what counts is when the worker saw it.
    PublicChange.objects.update(moment=timezone.now() - timedelta(hours=2))
    PublicChange.objects.update(dispatched_at=timezone.now() - timedelta(minutes=30))
    assert asked(page.url_path, AGENDA) == [page.url_path, AGENDA]
    assert asked(page.url_path, hours=0.4) == []
    # Not told yet: a quarter of an hour may have passed until its commit.
    PublicChange.objects.update(moment=timezone.now() - timedelta(minutes=30), dispatched_at=None)
    assert asked(page.url_path, hours=0.4) == [page.url_path]
    assert asked(page.url_path, hours=0.2) == []


@pytest.mark.parametrize("way", ["unpublished", "deleted", "restricted", "moved"])
def test_what_is_taken_away_takes_all_copies_of_its_language_that_may_name_it(
    page: ArticlePage, way: str
) -> None:
    if way == "unpublished":
        page.unpublish()
    elif way == "deleted":
        page.delete()
    elif way == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        page.slug = "autre-canal"
        page.save_revision().publish()
    assert asked(page.url_path, AGENDA, "/en/") == [page.url_path, AGENDA]


def test_a_page_past_its_end_goes_by_the_clock_and_a_row_that_pages_show_ends_all(
    page: ArticlePage, cluster: Cluster
) -> None:
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert asked(page.url_path, AGENDA) == [page.url_path]
    cluster.phone = "+33 1 99 00 56 78"
    cluster.save()
    assert asked(AGENDA, "/en/") == [AGENDA, "/en/"]
    long_ago()
    assert asked(AGENDA) == []
    federation = Federation.load()
    federation.email = "autre@federation.example"
    federation.save()
    assert asked(CONTACTS, "/en/offline/") == [CONTACTS, "/en/offline/"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{", ""),
        ("[" * 50_000, ""),
        ("[]", "pages"),
        ('{"pages": {}}', "pages"),
        (json.dumps({"pages": [{}] * (MOST_COPIES + 1)}), "pages"),
        ('{"pages": [3]}', "pages.0"),
        ('{"pages": [{"address": "/fr/", "answered_at": true}]}', "pages.0.answered_at"),
        ('{"pages": [{"address": "/fr/", "answered_at": 1e400}]}', "pages.0.answered_at"),
        ('{"pages": [{"address": "/fr/", "answered_at": -1}]}', "pages.0.answered_at"),
        ('{"pages": [{"address": "/fr/", "answered_at": 253402300800}]}', "pages.0.answered_at"),
        ('{"pages": [{"address": "/admin/", "answered_at": 1}]}', "pages.0.address"),
        ('{"pages": [{"address": "/fr/?q=x", "answered_at": 1}]}', "pages.0.address"),
        ('{"pages": [{"address": "/fr/\\u0000/", "answered_at": 1}]}', "pages.0.address"),
        (json.dumps({"pages": [{"address": f"/fr/{'a/' * 12}", "answered_at": 1}]}), "pages.0.address"),
        (json.dumps({"pages": [{"address": f"/fr/{'x' * 500}/", "answered_at": 1}]}), "pages.0.address"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(body: str, field: str) -> None:
    answer = Client().post(CHECK, body, content_type="application/json")
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert answer.json()["reason"]


def test_too_much_is_refused() -> None:
    assert Client().get(CHECK).status_code == 405
    assert Client().post(CHECK, "x" * 70_000, content_type="text/plain").status_code == 413


def test_the_worker_is_asked_for_each_time_and_is_of_its_release(federation: object) -> None:
    answer = Client().get("/service-worker.js")
    assert (answer["Cache-Control"], answer["Content-Type"]) == (
        "no-cache",
        "text/javascript; charset=utf-8",
    )
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "connect-src 'self'" in answer["Content-Security-Policy"]
    script = answer.content.decode()
    assert script.encode() == worker_script()
    told = json.loads(script.splitlines()[1].removeprefix("const SITE = ").removesuffix(";"))
    assert told["mark"] == PUBLIC
    assert told["languages"]["ar"]["dir"] == "rtl"
    assert {words["offline"] for words in told["languages"].values()} == {
        f"/{code}/offline/" for code in ("fr", "en", "es", "ar")
    }
    assert all("{moment}" in words["notice"] for words in told["languages"].values())
    assert len(script) < 16_000


def test_the_switch_erases_all_and_serves_a_worker_that_removes_itself(
    page: ArticlePage, settings: Settings
) -> None:
    assert "js/offline.js" in Client().get("/fr/").content.decode()
    assert asked(page.url_path) == []
    settings.FEDCMS_OFFLINE_PAGES = False
    assert asked(page.url_path) == [page.url_path]
    script = Client().get("/service-worker.js").content.decode()
    assert "unregister()" in script
    assert 'addEventListener("fetch"' not in script
    assert "js/offline.js" not in Client().get("/fr/").content.decode()


def test_contacts_are_a_page_that_may_be_kept_and_forms_are_not(page: ArticlePage, cluster: Cluster) -> None:
    answer = Client().get(CONTACTS)
    html = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, PUBLIC)
    assert cluster.email in html
    assert cluster.email.replace("@", "@<wbr>").replace(".", "<wbr>.") in html
    assert "tel:+33199001234" in html
    assert f'data-keep="{AGENDA}"' in html
    assert '<meta name="robots" content="noindex">' in html
    # The worker keeps what is public alone.
    assert Client().get("/fr/contact/")["Cache-Control"] == EMPTY_FORM
    editor = Client()
    editor.force_login(make_user("edite", cluster, "publisher"))
    assert editor.get(CONTACTS)["Cache-Control"] == PRIVATE
