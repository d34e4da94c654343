"""Neighbours follow what is called off or goes away, as a rebuild would find them, and no older answer wins."""

from collections.abc import Callable
from functools import partial
from random import Random
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from clusters.content.neighbours.nearest import TopicalPages
from clusters.content.neighbours.storing import follow_changes, rebuild
from clusters.models import ContentPage, PageNeighbour
from events.models import CallForApplications, EventPage
from fedcms.core.changes.outbox import Change
from fedcms.core.models import Reason
from tests.clusters.test_neighbours import Clusters, clusters, dated, on, shown, told
from tests.core.worker_site import database_url
from tests.factories import make_article, make_event, make_mission

__all__ = ["clusters"]

pytestmark = pytest.mark.django_db
Rows = set[tuple[UUID, int, UUID]]


def kept() -> Rows:
    """All neighbours as they are stored."""
    return set(PageNeighbour.objects.values_list("translation_key", "cluster_id", "neighbour_key"))


def rebuilt() -> Rows:
    """All neighbours, stored again from nothing."""
    PageNeighbour.objects.all().delete()
    call_command("rebuild_neighbours", verbosity=0)
    return kept()


@pytest.mark.parametrize("how", ["cancelled", "put off", "call cancelled"])
def test_what_does_not_take_place_is_near_nothing(clusters: Clusters, how: str) -> None:
    """At once, and the next one has its place as soon as the worker knows. It has neighbours itself."""
    one, two, _three = clusters
    page = on(make_event(one, title="Salon de Brest"), "ai")
    dated(make_article, two, 20, "ai", title="Première")
    other = on((make_mission if how == "call cancelled" else make_event)(two, title="Deuxième"), "ai")
    told()
    assert "Deuxième" in shown(page)
    if how == "call cancelled":
        CallForApplications.objects.create(
            translation_key=other.translation_key, closes_at=timezone.now(), places=8, is_cancelled=True
        )
        assert shown(page) == ""
        rebuild()
    else:
        event = EventPage.objects.get(pk=other.pk)
        event.status = "cancelled" if how == "cancelled" else "postponed"
        event.save()
        assert shown(page) == ""
        told()
    assert "Première" in shown(page)
    assert "Salon de Brest" in shown(other)


def test_what_goes_away_gives_way_to_a_farther_one(clusters: Clusters) -> None:
    """It was nobody’s neighbour, and stood before one that shares more topics."""
    one, two, _three = clusters
    page = dated(make_article, one, 50, "ai", "data")
    dated(make_article, two, 51, "data", title="Le plus proche")
    between = dated(make_article, two, 60, "ai", title="Entre les deux")
    dated(make_article, two, 70, "ai", "data", title="Derrière")
    told()
    assert "Le plus proche" in shown(page)
    between.unpublish()
    told()
    assert "Derrière" in shown(page)


@pytest.mark.parametrize("seed", range(2))
def test_what_follows_changes_is_what_a_rebuild_gives(clusters: Clusters, seed: int) -> None:
    """Whatever is published, moved in topics, withdrawn and deleted: the same rows as from nothing."""
    chance = Random(seed)  # a story, not a secret
    pages: list[ContentPage] = []
    for _step in range(14):
        what = chance.choice(["new", "new", "new", "topics", "away", "gone"])
        if what == "new" or not pages:
            topics = chance.sample(["ai", "data"], chance.randint(0, 2))
            pages.append(dated(make_article, chance.choice(clusters), chance.randint(0, 90), *topics))
        elif what == "topics":
            on(chance.choice(pages), *chance.sample(["ai", "data"], chance.randint(0, 2)))
        elif what == "away":
            chance.choice(pages).unpublish()
        else:
            pages.pop(chance.randrange(len(pages))).delete()
        told()
    assert kept() == rebuilt()


def change_of(page: ContentPage) -> Change:
    """What a subscriber hears of a page."""
    address = page.url_path
    return Change(
        id=1,
        subject="page",
        object_id=page.pk,
        translation_key=page.translation_key,
        language="fr",
        kind=page.kind,
        cluster="one",
        reason=Reason.CHANGED,
        address=address,
        address_before=address,
        moment=timezone.now(),
    )


@pytest.mark.database("postgresql")
@pytest.mark.parametrize("how", ["all", "changed"])
def test_who_stores_them_waits_before_reading_pages(
    clusters: Clusters, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what it read would be written over what another worker wrote meanwhile."""
    page = dated(make_article, clusters[0], 5, "ai")
    stores: dict[str, Callable[[], object]] = {
        "all": rebuild,
        "changed": partial(follow_changes, [change_of(page)]),
    }
    read: list[str] = []
    monkeypatch.setattr(TopicalPages, "visible_now", lambda: read.append("pages"))
    with psycopg.connect(database_url(connection.settings_dict)) as other:
        other.execute("SELECT id FROM django_content_type WHERE model = 'pageneighbour' FOR NO KEY UPDATE")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            stores[how]()
    assert read == []
