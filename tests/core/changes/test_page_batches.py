"""Pages that are written together are told and followed as if each were written by itself."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from clusters.translation.models import State
from fedcms.core.changes import page_batches
from fedcms.core.changes.followers import Order, _followers, register_follower
from fedcms.core.changes.page_batches import written_together
from fedcms.core.models import PublicChange, PublicForm
from fedcms.core.public_version import version_of
from news.models import ArticlePage
from search.models import SearchEntry
from tests.clusters.test_freshness import StateCase
from tests.factories import make_article, make_cluster, make_event

pytestmark = pytest.mark.django_db


def told(page: Page) -> list[str]:
    """Why the public sees another page, in order."""
    changes = PublicChange.objects.filter(object_id=page.pk, subject="page").order_by("pk")
    return list(changes.values_list("reason", flat=True))


def test_each_page_is_told_once_with_what_it_says_at_the_end(federation: object) -> None:
    """Followers see the last title; search finds it and not the one before."""
    cluster = make_cluster("loire", "LOI")
    with written_together():
        page = make_article(cluster, title="Premier titre")
        page.title = "Dernier titre"
        page.save_revision().publish()
        assert told(page) == []
    assert told(page) == ["published"]
    assert SearchEntry.objects.get(page_id=page.pk).title == "Dernier titre"
    assert PublicChange.objects.get(object_id=page.pk, subject="page").cluster == "loire"


def test_a_public_page_that_says_the_same_is_not_told_again(federation: object) -> None:
    """As where it is saved alone; one that says something else is."""
    page = make_article(make_cluster("loire", "LOI"), title="Un titre")
    with written_together():
        ArticlePage.objects.get(pk=page.pk).save()
    assert told(page) == ["published"]
    with written_together():
        page = ArticlePage.objects.get(pk=page.pk)
        page.summary = "D’autres mots."
        page.save()
    assert told(page) == ["published", "changed"]
    form = PublicForm.objects.get(key=f"page-{page.pk}")
    page.save()
    assert told(page) == ["published", "changed"], "alone, it finds the same form"
    assert PublicForm.objects.get(key=form.key).content == form.content


def test_a_page_that_was_withdrawn_or_deleted_meanwhile_is_not_found(federation: object) -> None:
    """Whatever was public before."""
    cluster = make_cluster("loire", "LOI")
    hidden, gone = make_article(cluster, title="Retirée"), make_article(cluster, title="Effacée")
    with written_together():
        for page in (hidden, gone):
            page.title += " encore"
            page.save()
        hidden.unpublish()
        gone.delete()
    assert told(hidden) == ["published", "withdrawn"]
    assert told(gone) == ["published", "deleted"]
    assert not SearchEntry.objects.filter(page_id__in=[hidden.pk, gone.pk]).exists()


def test_a_draft_alone_tells_nothing(federation: object) -> None:
    """What an editor keeps is nobody's yet."""
    page = make_article(make_cluster("loire", "LOI"), title="Un titre")
    before = version_of(page.locale_id)
    with written_together():
        page.title = "Pas encore"
        page.save_revision()
    assert told(page) == ["published"]
    assert version_of(page.locale_id) == before


def test_what_fails_inside_leaves_nothing(federation: object) -> None:
    """The transaction is undone, and what comes later is told at once again."""
    cluster = make_cluster("loire", "LOI")

    def fail() -> None:
        with transaction.atomic(), written_together():
            make_article(cluster, title="Jamais")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Page.objects.filter(title="Jamais").exists()
    assert not PublicChange.objects.filter(address__contains="jamais").exists()
    assert told(make_article(cluster, title="Après")) == ["published"]


def test_more_pages_cost_few_queries_each(federation: object) -> None:
    """Comparing and telling them costs the same for two as for ten, but for what each says and its entry."""
    cluster = make_cluster("loire", "LOI")
    pages = [make_article(cluster, title=f"Titre {number}") for number in range(10)]

    def cost(some: list[ArticlePage]) -> int:
        with CaptureQueriesContext(connection) as queries, written_together():
            for page in some:
                page.last_published_at = None
                page.save(update_fields=["last_published_at"], clean=False)
            inside = len(queries)
        return len(queries) - inside

    assert cost(pages) - cost(pages[:2]) <= 8 * 8


def test_what_the_admin_searches_follows(federation: object) -> None:
    """New pages are found by their title, changed ones by their new one alone."""
    cluster = make_cluster("loire", "LOI")
    with written_together():
        page = make_article(cluster, title="Le quadrivium")
    assert list(ArticlePage.objects.search("quadrivium").get_queryset()) == [page]
    with written_together():
        page.title = "Le trivium"
        page.save()
    assert list(ArticlePage.objects.search("trivium").get_queryset()) == [page]
    assert not ArticlePage.objects.search("quadrivium").get_queryset()


def test_what_is_remembered_is_made_anew(federation: object) -> None:
    """Also after a publication with the same words, whose moment sitemaps and calendars tell; of its language alone."""
    page = make_article(make_cluster("loire", "LOI"), title="Un titre")
    other = Locale.objects.get(language_code="es")
    before, of_other = version_of(page.locale_id), version_of(other.pk)
    with written_together():
        ArticlePage.objects.get(pk=page.pk).save_revision().publish()
    after = version_of(page.locale_id)
    assert after != before
    assert version_of(other.pk) == of_other


def test_pages_of_several_types_are_all_told_in_any_number_of_batches(
    federation: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five pages, two at a time."""
    monkeypatch.setattr(page_batches, "BATCH", 2)
    cluster = make_cluster("loire", "LOI")
    with written_together():
        pages = [
            make_article(cluster, title="Un"),
            make_event(cluster, title="Deux"),
            make_article(cluster, title="Trois"),
            make_event(cluster, title="Quatre"),
            make_article(cluster, title="Cinq"),
        ]
    assert [told(page) for page in pages] == [["published"]] * 5
    titles = SearchEntry.objects.filter(page__in=pages).order_by("pk").values_list("title", flat=True)
    assert sorted(titles) == ["Cinq", "Deux", "Quatre", "Trois", "Un"]


def test_a_block_within_a_block_is_told_at_the_end_of_the_outer_one(federation: object) -> None:
    """And what the inner one undid is not told at all."""
    cluster = make_cluster("loire", "LOI")

    def fail() -> None:
        with transaction.atomic(), written_together():
            make_article(cluster, title="Jamais")
            raise RuntimeError

    with written_together():
        with written_together():
            page = make_article(cluster, title="Dedans")
        assert told(page) == []
        with pytest.raises(RuntimeError):
            fail()
    assert told(page) == ["published"]
    assert not PublicChange.objects.filter(address__contains="jamais").exists()


def test_a_save_of_some_columns_does_not_hide_a_whole_one(federation: object) -> None:
    """What the translation of a page is compared with is kept of the whole save."""
    cluster = make_cluster("loire", "LOI")
    columns: list[frozenset[str] | None] = []
    register_follower("of this test", Order.COUNTS, on_page=lambda written: columns.append(written.columns))
    try:
        with written_together():
            page = make_article(cluster, title="Un titre")
            page.save(update_fields=["live"], clean=False)
    finally:
        del _followers["of this test"]
    assert columns == [None]


class StatesOfPagesWrittenTogether(StateCase):
    def test_a_translation_is_stale_after_its_source_changed_in_a_block(self) -> None:
        self.public()
        assert self.state().state == State.FRESH
        with written_together():
            self.change(summary="D’autres mots.")
        assert self.state().state == State.STALE
