"""Addresses are resolved in one query, to the same page as Wagtail's own resolution."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page

from clusters.models import Cluster, ClusterPage, OrganisationIndexPage
from fedcms.core.models import LocaleState
from fedcms.core.pages.routing import find_chain, route
from home.models import HomePage, StandardPage
from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db

SLUGS = st.sampled_from(["a", "b", "c", "org", "organisations"])
# A tree: for each page, the index of its parent among those before it, its slug, and whether it is live.
TREES = st.lists(st.tuples(st.integers(0, 30), SLUGS, st.booleans(), st.booleans()), min_size=1, max_size=12)
PATHS = st.lists(SLUGS, max_size=5)


def outcome_of_wagtail(home: Page, path: str) -> tuple[int, tuple[str, ...]] | None:
    """The page and the arguments that Wagtail's own resolution gives, `None` for a 404."""
    request = RequestFactory().get(f"/fr/{path}")
    try:
        result = home.specific.route(request, [part for part in path.split("/") if part])
    except Http404:
        return None
    return result.page.pk, tuple(str(a) for a in result.args[1:])


def outcome_of_project(home: Page, path: str) -> tuple[int, tuple[str, ...]] | None:
    """The same from the project's one query."""
    request = RequestFactory().get(f"/fr/{path}")
    try:
        result = route(home.url_path, request, path)
    except Http404:
        return None
    return result.page.pk, tuple(str(a) for a in result.args[1:])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES, paths=st.lists(PATHS, min_size=1, max_size=8))
def test_the_same_page_as_wagtail_on_random_trees(
    federation: object, tree: list[tuple[int, str, bool, bool]], paths: list[list[str]]
) -> None:
    """Pages live and not, routable pages on the way, equal slugs at different levels, unknown addresses."""
    with transaction.atomic():
        home = HomePage.objects.get(locale__language_code="fr")
        made: list[Page] = [home]
        for parent_index, slug, is_live, is_routable in tree:
            parent = made[parent_index % len(made)]
            if Page.objects.child_of(parent).filter(slug=slug).exists():
                continue
            model = OrganisationIndexPage if is_routable else StandardPage
            page = model(title=slug, slug=slug, live=is_live, summary="x", locale=home.locale)
            parent.refresh_from_db()
            parent.add_child(instance=page)
            made.append(page)
        asked = ["/".join(parts) + "/" for parts in paths] + [page.url_path[len("/fr/") :] for page in made]
        for path in asked:
            assert outcome_of_project(home, path) == outcome_of_wagtail(home, path), path
        transaction.set_rollback(True)


def test_one_query_whatever_the_depth(federation: object) -> None:
    """Wagtail takes one a level."""
    cluster = make_cluster("deep", "DEE")
    page = make_article(cluster, slug="deep-down")
    with CaptureQueriesContext(connection) as captured:
        chain, components = find_chain("/fr/", page.url_path.removeprefix("/fr/"))
    assert len(captured) == 1
    assert [p.slug for p in chain] == ["fr", *components]


@pytest.fixture
def article_path(federation: object) -> str:
    """The address of a visible article."""
    cluster: Cluster = make_cluster("served", "SER")
    return make_article(cluster, slug="piece").url_path


def test_a_page_past_its_expiry_is_gone_before_any_command_runs(article_path: str) -> None:
    """Wagtail goes on serving it until publish_scheduled runs."""
    assert Client().get(article_path).status_code == 200
    Page.objects.filter(url_path=article_path).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(article_path).status_code == 404


def test_a_page_before_its_release_is_not_there_even_if_marked_live(article_path: str) -> None:
    """An embargo holds whatever the live flag says (wagtail #11344)."""
    Page.objects.filter(url_path=article_path).update(go_live_at=timezone.now() + timedelta(hours=1))
    assert Client().get(article_path).status_code == 404


def test_a_closed_locale_answers_nothing(article_path: str) -> None:
    """A language that is being prepared is shown to nobody."""
    LocaleState.objects.create(
        locale=ClusterPage.objects.filter(locale__language_code="fr")[0].locale, is_active=False
    )
    assert Client().get(article_path).status_code == 404
    assert Client().get("/fr/").status_code == 404
    assert Client().get("/en/").status_code == 200


def test_nothing_leads_to_a_closed_language(federation: object) -> None:
    """Neither the picker (of pages, the search and errors) nor the bare domain; the home page does not count it."""
    arabic = Locale.objects.get(language_code="ar")
    state = LocaleState.objects.create(locale=arabic, is_active=False)
    for path in ("/fr/", "/fr/search/", "/fr/nulle-part/"):
        page = Client().get(path).content.decode()
        assert 'hreflang="en"' in page
        assert 'hreflang="ar"' not in page
    assert "<dt>langues</dt><dd>3</dd>" in Client().get("/fr/").content.decode()
    assert Client().get("/", headers={"accept-language": "ar"})["Location"] == "/fr/"
    state.delete()
    assert 'hreflang="ar"' in Client().get("/fr/search/").content.decode()
    assert Client().get("/", headers={"accept-language": "ar"})["Location"] == "/ar/"


def test_the_bare_domain_leads_to_the_reader_s_language_and_nothing_deeper_is_redirected(
    article_path: str,
) -> None:
    """Accept-Language counts on / only."""
    assert Client().get("/", headers={"accept-language": "es"})["Location"] == "/es/"
    assert Client().get("/", headers={"accept-language": "de"})["Location"] == "/fr/"
    assert Client().get(article_path, headers={"accept-language": "es"}).status_code == 200
