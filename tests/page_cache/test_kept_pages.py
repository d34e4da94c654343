"""Pages that the process keeps: found again, dropped by what changes them, and nothing personal among them."""

from collections.abc import Callable

import pytest
from django.conf import settings as project
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster, Organisation
from fedcms.core.models import Topic
from fedcms.core.page_cache.drops import drop
from fedcms.core.page_cache.store import store
from fedcms.core.shown_tags import page_tag
from fedcms.media.models import FederationImage
from tests.page_cache.support import fresh, is_kept, kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

ARTICLE, STORY, ABOUT, NEWS, AGENDA, HOME = (
    BUDGETS[name][0] for name in ("article", "story", "standard page", "news", "agenda", "home")
)
KEPT = (ARTICLE, STORY, ABOUT)
ALL_KEPT = (
    *("feed", "feed narrowed", "calendar", "calendar narrowed", "event to add", "mission to add"),
    *("article", "story", "standard page", "event", "mission", "release", "home", "news", "news filtered"),
    *("agenda", "agenda filtered", "past agenda", "agenda by month", "agenda by week", "agenda on the map"),
    *("newsroom", "spokespeople", "coverage", "cluster newsroom", "cluster spokespeople", "cluster coverage"),
    *(
        "charter",
        "missions",
        "clusters",
        "directory",
        "organisation",
        "cluster",
        "cluster news",
        "cluster agenda",
    ),
)


@pytest.fixture(autouse=True)
def _with_cache(site: Cluster, settings: Settings) -> None:
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True


def article() -> Page:
    return Page.objects.get(url_path=ARTICLE).specific


def republish(page: Page, **values: object) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_page_is_made_once() -> None:
    for path in (BUDGETS[name][0] for name in ALL_KEPT):
        fresh(path)  # Wagtail remembers the site's address from here on
        assert not is_kept(path), path
        assert is_kept(path), path
        assert kept(path) == fresh(path), path
        assert is_kept(path, **{"If-None-Match": '"another"'}), path


def test_the_kept_page_says_what_the_fresh_one_says() -> None:
    made, again = Client().get(ARTICLE), Client().get(ARTICLE)
    # Each answer has its own id.
    assert again.headers.pop("X-Request-ID") != made.headers.pop("X-Request-ID")
    assert dict(again.headers) == dict(made.headers)
    known = Client().get(ARTICLE, headers={"If-None-Match": made["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = Client().head(ARTICLE)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", made["Content-Length"])


def test_a_kept_feed_is_answered_as_its_view_answers() -> None:
    for name in ("feed", "calendar"):
        path = BUDGETS[name][0]
        made, again = Client().get(path), Client().get(path)
        assert again.headers.pop("X-Request-ID") != made.headers.pop("X-Request-ID")
        assert (again.content, dict(again.headers)) == (made.content, dict(made.headers))
        assert again.wsgi_request.resolver_match.url_name == made.resolver_match.url_name, "it counts fetches"
        for asked in ({"If-None-Match": made["ETag"]}, {"If-Modified-Since": made["Last-Modified"]}):
            known = Client().get(path, headers=asked)
            assert (known.status_code, known.content, known["ETag"]) == (304, b"", made["ETag"])
        Client().get(f"{path}?utm_source=mail")
    assert len(store) == 2


def test_a_reader_who_has_the_page_fills_the_cache_too() -> None:
    tag = Client().get(ARTICLE)["ETag"]
    store.forget_all()
    assert Client().get(ARTICLE, headers={"If-None-Match": tag}).status_code == 304
    assert is_kept(ARTICLE)


def test_what_is_sent_compressed_is_compressed_once() -> None:
    first = Client().get(ARTICLE, headers={"Accept-Encoding": "gzip"})
    again = Client().get(ARTICLE, headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert again.content == first.content, "it is padded at random when it is compressed"
    assert "Content-Encoding" not in Client().get(ARTICLE)


def _new_words(site: Cluster) -> None:
    republish(article(), title="De nouveaux mots")


def _withdrawn(site: Cluster) -> None:
    article().unpublish()


def _deleted(site: Cluster) -> None:
    article().delete()


def _moved(site: Cluster) -> None:
    republish(article(), slug="ailleurs")


def _cluster_renamed(site: Cluster) -> None:
    Cluster.objects.filter(pk=site.pk).update(code="NEU")


def _topic_renamed(site: Cluster) -> None:
    topic = Topic.objects.get()
    topic.labels = {"fr": "Intelligence"}
    topic.save()


def _organisation_renamed(site: Cluster) -> None:
    Organisation.objects.filter(slug="lab").update(name="Laboratoire")


def _menu_renamed(site: Cluster) -> None:
    republish(Page.objects.get(url_path="/fr/agenda/").specific, title="Rendez-vous")


def _translated(site: Cluster) -> None:
    page = article()
    parent = page.get_parent().get_translations().get(locale__language_code="en")
    copy = page.__class__(
        title="In English",
        slug="in-english",
        summary="Words.",
        locale=parent.locale,
        translation_key=page.translation_key,
        cluster=page.cluster,
    )
    parent.specific.add_child(instance=copy)


CHANGES: tuple[Callable[[Cluster], None], ...] = (
    _new_words,
    _withdrawn,
    _deleted,
    _moved,
    _cluster_renamed,
    _topic_renamed,
    _organisation_renamed,
    _menu_renamed,
    _translated,
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_read_at_once(site: Cluster, change: Callable[[Cluster], None]) -> None:
    before = kept(ARTICLE)
    assert is_kept(ARTICLE)
    change(site)
    after = kept(ARTICLE)
    assert after == fresh(ARTICLE)
    assert after != before


def test_a_page_that_is_closed_by_a_password_is_read_by_nobody_any_more() -> None:
    title = article().title
    assert title in kept(ARTICLE)[1]
    restriction = PageViewRestriction.objects.create(
        page=article().get_parent(), restriction_type="password", password="mot"
    )
    assert title not in kept(ARTICLE)[1]
    restriction.delete()
    assert title in kept(ARTICLE)[1]


def test_a_page_whose_section_has_another_address_is_at_its_old_one_no_more() -> None:
    assert kept(ARTICLE)[0] == 200
    republish(article().get_parent().specific, slug="ailleurs")
    assert kept(ARTICLE) == fresh(ARTICLE)
    assert kept(ARTICLE)[0] != 200


def test_a_draft_and_a_change_that_is_rolled_back_drop_nothing() -> None:
    kept(ARTICLE)
    page = article()
    page.title = "Brouillon"
    page.save_revision()
    assert is_kept(ARTICLE)
    with transaction.atomic():
        republish(article(), title="Jamais")
        transaction.set_rollback(True)
    assert is_kept(ARTICLE)


def test_a_publication_drops_what_shows_it_alone() -> None:
    for path in KEPT:
        kept(path)
    republish(article(), title="De nouveaux mots")
    assert [is_kept(path) for path in KEPT] == [False, True, True]


def test_what_changed_while_a_page_was_made_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from home.navigation import menus  # noqa: PLC0415  # replaced here

    read = menus._read  # the last that the page reads of other pages

    def slow(*arguments: object) -> object:
        found = read(*arguments)  # type: ignore[arg-type]
        drop([page_tag(article().pk)])
        return found

    monkeypatch.setattr(menus, "_read", slow)
    kept(ARTICLE)
    monkeypatch.undo()
    assert not is_kept(ARTICLE)


def test_pages_go_on_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = kept(ARTICLE)

    def away(*arguments: object, **values: object) -> object:
        raise OperationalError

    monkeypatch.setattr("fedcms.core.page_cache.notes.fetch", away)
    with CaptureQueriesContext(connection) as captured:
        status, text = kept(ARTICLE)
    before, _aside, rest = text.partition('<aside class="notice notice--quiet"')
    text = before + rest.partition("</aside>")[2]
    assert (status, text.split()) == (shown[0], shown[1].split())
    assert len(captured) == 0


def test_nothing_of_one_reader_is_kept(site: Cluster) -> None:
    client = Client()
    client.cookies[project.SESSION_COOKIE_NAME] = "somebody"
    client.get(ARTICLE)
    for name in ("subscribe", "search"):
        Client().get(BUDGETS[name][0])
    for name in ("join", "contact"):
        Client().post(BUDGETS[name][0])
        for query in ("about=lab", "sent=1"):
            Client().get(f"{BUDGETS[name][0]}?{query}")
    for query in ("page=2", "utm_source=mail", "cluster=budget"):
        Client().get(f"{ARTICLE}?{query}")
    for query in ("page=2", "cluster=budget&utm_source=mail", "q=words", f"topic={'x' * 200}"):
        Client().get(f"{NEWS}?{query}")
    Client().get(f"{BUDGETS['directory'][0]}?q=lab")
    Client().post(ARTICLE)
    Client().get("/fr/nothing/here/")
    PageViewRestriction.objects.create(
        page=Page.objects.get(url_path=STORY), restriction_type="password", password="mot"
    )
    Client().get(STORY)
    assert len(store) == 0


def test_what_reads_what_no_tag_stands_for_is_not_kept(site: Cluster) -> None:
    for name in ("manifesto", "commitment", "press kit", "clusters of a town"):
        assert Client().get(BUDGETS[name][0]).status_code == 200, name
    assert len(store) == 0


def test_a_picture_drops_the_pages_that_show_it(site: Cluster) -> None:
    image = FederationImage.objects.create(
        title="Une vue",
        file=get_test_image_file("vue.png"),
        licence="cc-by",
        credit="Studio",
        collection=site.collection,
    )
    republish(article(), lead_image=image)
    before = kept(ARTICLE)
    kept(ABOUT)
    image.credit = "Une autre photographe"
    image.save()
    assert kept(ARTICLE) == fresh(ARTICLE) != before
    assert is_kept(ABOUT)
