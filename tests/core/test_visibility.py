"""One definition of what an anonymous visitor may see: for rows, for objects, and for the pages that are served."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster, ClusterPage, ContentPage
from fedcms.core.models import LocaleState
from fedcms.core.visibility import is_visible, visible_ids, visible_q
from news.models import ArticlePage
from search.models import SearchEntry
from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db

MOMENTS = st.sampled_from([None, -3600, -60, 60, 3600])


def moment(now: datetime, offset: int | None) -> datetime | None:
    """A time before or after now, or none."""
    return None if offset is None else now + timedelta(seconds=offset)


@pytest.fixture
def pair(federation: object) -> tuple[Cluster, Cluster]:
    """Two clusters with their sections, and a page of the first, made once: the examples roll back to here."""
    pair = make_cluster("one", "ONE"), make_cluster("two", "TWO")
    make_article(pair[0], slug="the-page")
    return pair


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    live=st.booleans(),
    go_live=MOMENTS,
    expire=MOMENTS,
    restricted=st.sampled_from(["no", "page", "section", "other section"]),
    locale_open=st.booleans(),
)
def test_rows_objects_pages_and_search_agree(
    pair: tuple[Cluster, Cluster],
    live: bool,
    go_live: int | None,
    expire: int | None,
    restricted: str,
    locale_open: bool,
) -> None:
    """Whatever states combine, the filter, the predicate, the served page and the search say the same."""
    with transaction.atomic():
        now = timezone.now()
        cluster, other = pair
        page = ArticlePage.objects.get(slug="the-page")
        changes = {"live": live, "go_live_at": moment(now, go_live), "expire_at": moment(now, expire)}
        for name, value in changes.items():
            setattr(page, name, value)
        page.save()
        section = ClusterPage.objects.get(cluster=cluster, locale=page.locale)
        elsewhere = ClusterPage.objects.get(cluster=other, locale=page.locale)
        target = {"page": page, "section": section, "other section": elsewhere}.get(restricted)
        if target is not None:
            PageViewRestriction.objects.create(page=target, restriction_type="login")
        if not locale_open:
            LocaleState.objects.create(locale=page.locale, is_active=False)

        expected = (
            live
            and (go_live is None or go_live < 0)
            and (expire is None or expire > 0)
            and restricted in ("no", "other section")
            and locale_open
        )
        assert Page.objects.filter(visible_q(), pk=page.pk).exists() is expected
        assert ContentPage.objects.visible().filter(pk=page.pk).exists() is expected
        assert is_visible(page) is expected
        assert (visible_ids([page]) == {page.pk}) is expected
        assert (Client().get(page.url_path).status_code == 200) is expected
        assert SearchEntry.objects.visible().filter(page=page).exists() is expected
        assert (b"the-page" in Client().get("/fr/actualites/").content) is expected
        transaction.set_rollback(True)


def test_an_alias_is_never_visible(federation: object) -> None:
    """Wagtail puts the alias of a scheduled page live at once (wagtail #11344)."""
    page = make_article(make_cluster("alias", "ALI"))
    other = make_article(page.cluster)
    Page.objects.filter(pk=other.pk).update(alias_of=page)
    assert not is_visible(other)
    assert is_visible(page)


def test_a_page_that_was_never_saved_is_not_visible() -> None:
    """No row, nothing to see."""
    assert not is_visible(Page(title="draft"))
