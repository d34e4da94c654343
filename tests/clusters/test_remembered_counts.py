"""What is counted once and remembered is what a fresh count gives, whatever changes in between, and when."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from clusters.content.listings import ListingForm
from clusters.content.registry import kinds_of_group
from clusters.content.selections import published_by_cluster
from clusters.models import Cluster, ContentPage
from fedcms.core.models import LocaleState, Topic
from fedcms.core.public_version import forget_all, note_change, remember, version_of
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, publish
from tests.factories.content import parent_for
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

SEEDS, STEPS = 3, 20


@pytest.fixture(scope="module")
def kept_clusters(keep: Keep) -> list[Cluster]:
    """Two clusters with a page of each kind that is listed."""
    with keep():
        clusters = [make_cluster("one", "ONE"), make_cluster("two", "TWO")]
        for key in ("ai", "data"):
            Topic.objects.create(key=key, labels={"fr": key})
        for cluster in clusters:
            for make in (make_article, make_release, make_event, make_mission):
                make(cluster)
        return clusters


def counted(clusters: list[Cluster]) -> list[object]:
    """What readers are told: totals, options with their numbers, and how many pages each cluster has."""
    found: list[object] = []
    for locale in Locale.objects.filter(language_code__in=("fr", "ar")).order_by("pk"):
        for cluster, group, chosen in (
            (None, "news", ""),
            (None, "news", "topic=ai&audience=school"),
            (None, "agenda", ""),
            (clusters[0], "agenda", ""),
        ):
            kinds, upcoming = kinds_of_group(group), True if group == "agenda" else None
            form = ListingForm(QueryDict(chosen), kinds=kinds, locale_id=locale.pk, cluster=cluster)
            listing = form.listing(upcoming=upcoming)
            found.append((listing.total, listing.facets))
        found.append(dict(published_by_cluster(locale.pk)))
    return found


def steps(random: Random, clusters: list[Cluster]) -> list[Callable[[], object]]:
    """What people and the clock do to content."""

    def some() -> ContentPage:
        page: ContentPage = random.choice(list(ContentPage.objects.order_by("pk"))).specific
        return page

    def change(**values: object) -> None:
        page = some()
        for name, value in values.items():
            setattr(page, name, value)
        publish(page)

    def retopic() -> None:
        page = some()
        page.topics.set(random.sample(list(Topic.objects.all()), random.randint(0, Topic.objects.count())))
        publish(page)

    def move() -> None:
        page = some()
        target = parent_for(type(page), random.choice(clusters), page.locale.language_code)
        if page.get_parent().pk != target.pk:
            page.move(target, pos="last-child")

    def undone() -> None:
        with transaction.atomic():
            some().delete()
            counted(clusters)
            transaction.set_rollback(True)

    now = timezone.now()
    hour = timedelta(hours=1)
    return [
        lambda: make_article(random.choice([*clusters, None]), for_school=random.random() < 0.5),
        lambda: make_event(random.choice(clusters), starts_on=timezone.localdate() + timedelta(days=1)),
        lambda: make_article(clusters[0], live=False),
        lambda: some().unpublish(),
        lambda: some().delete(),
        lambda: change(for_school=True),
        lambda: change(expire_at=now + random.randint(1, 40) * hour),
        lambda: some().save_revision().publish(),
        retopic,
        move,
        undone,
        lambda: PageViewRestriction.objects.create(page=random.choice([some(), some().get_parent()])),
        lambda: PageViewRestriction.objects.all().delete(),
        lambda: LocaleState.objects.update_or_create(
            locale=random.choice(list(Locale.objects.all())), defaults={"is_active": random.random() < 0.7}
        ),
    ]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_remembered_count_is_what_a_fresh_one_gives(
    kept_clusters: list[Cluster], db: None, seed: int
) -> None:
    """After each of many steps in a random order, with hours between some of them."""
    random = Random(seed)
    with time_machine.travel(timezone.now(), tick=True) as clock:
        for number in range(STEPS):
            step = random.choice(steps(random, kept_clusters))
            if ContentPage.objects.count() > 3 or number % 2:
                step()
            if random.random() < 0.3:
                clock.shift(timedelta(hours=random.randint(1, 30)))
            told = counted(kept_clusters)
            forget_all()
            assert told == counted(kept_clusters), f"step {number}: {step}"


def test_a_draft_leaves_what_is_remembered(kept_clusters: list[Cluster], db: None) -> None:
    """Who types into the draft of a public page changes nothing that is counted: no note, no count."""
    page = ContentPage.objects.filter(live=True).first().specific
    before = version_of(page.locale_id)
    page.title = "Autre chose"
    page.save_revision()
    assert version_of(page.locale_id) == before
    publish(page)
    assert version_of(page.locale_id) != before


def test_a_page_that_nobody_sees_leaves_what_is_remembered(kept_clusters: list[Cluster], db: None) -> None:
    """Its draft is its row: each autosave writes it."""
    page = make_article(kept_clusters[0], live=False)
    before = version_of(page.locale_id)
    page.title = "Autre chose"
    page.save()
    page.save_revision()
    assert version_of(page.locale_id) == before
    publish(page)
    assert version_of(page.locale_id) != before


def test_new_addresses_below_a_page_that_nobody_sees_are_noted_with_them(
    kept_clusters: list[Cluster], db: None, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    """Before the commit: after it, a process may die before it tells anybody."""
    listing = make_article(kept_clusters[0]).get_parent().specific
    listing.unpublish()
    before = version_of(listing.locale_id)
    with django_capture_on_commit_callbacks(execute=False):
        listing.slug = "ailleurs"
        listing.save()
        assert version_of(listing.locale_id) != before


def test_what_is_made_while_something_changes_is_not_kept(kept_clusters: list[Cluster], db: None) -> None:
    """The version is read before the content: what came in between is asked for again."""
    made = []

    def make() -> tuple[int, None]:
        made.append(len(made))
        if len(made) == 1:
            note_change()
        return len(made), None

    assert remember("test", make) == 1
    assert remember("test", make) == 2
    assert remember("test", make) == 2


def test_a_calendar_a_feed_and_a_sitemap_follow_a_change(kept_clusters: list[Cluster], db: None) -> None:
    """Asked again with the tag of what one has: not modified, until a page is published; then with it."""
    for address, word in (
        ("/fr/feeds/calendar.ics", "Salon imprévu"),
        ("/fr/feeds/rss.xml", "Salon imprévu"),
        ("/sitemap-pages.xml", "salon-imprevu"),
    ):
        Page.objects.filter(slug="salon-imprevu").delete()
        first = Client().get(address)
        again = Client(headers={"if-none-match": first["ETag"]})
        assert again.get(address).status_code == 304
        make_event(kept_clusters[0], title="Salon imprévu", slug="salon-imprevu")
        answer = again.get(address)
        assert answer.status_code == 200
        assert word in answer.content.decode()
        with time_machine.travel(timezone.now() + timedelta(days=400)):
            assert (word in again.get(address).content.decode()) is (not address.endswith(".ics"))
