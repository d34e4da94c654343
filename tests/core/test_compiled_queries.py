"""Queries that are compiled once give what the same query gives, for other values and after every change."""

from datetime import timedelta

import pytest
from django.db.models import Model, QuerySet
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from clusters.content import selections, teaser_details
from clusters.models import Cluster
from clusters.models.kinds import content_type_ids
from clusters.sections import section_page
from fedcms.core.compiled_queries import Parameter, Values, fetch, fetch_objects, several
from fedcms.core.pages import routing
from fedcms.core.public_version import note_change
from fedcms.core.visibility import visible_q
from fedcms.media.models import FederationImage
from search.models import SearchEntry
from search.public import results
from tests.factories import make_article, make_cluster, make_event, make_mission

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(federation: object) -> tuple[Cluster, Cluster]:
    """Two clusters that publish news and have something coming, one with a picture."""
    one, two = make_cluster("one", "ONE"), make_cluster("two", "TWO")
    image = FederationImage.objects.create(
        title="Drawing",
        file=get_test_image_file(),
        alt_texts={"fr": "Un dessin"},
        collection=one.collection,
        focal_point_x=3,
        rights_until=timezone.localdate(),
    )
    soon = timezone.localdate() + timedelta(days=9)
    for cluster in (one, two):
        make_article(cluster, lead_image=image if cluster == one else None)
        make_event(cluster, starts_on=soon)
        make_mission(cluster)
    return one, two


def test_rows_are_those_of_the_query_itself(pair: tuple[Cluster, Cluster]) -> None:
    """In every type (moments, keys, texts in languages) and for every cluster and locale, the second time, too."""
    types, now = tuple(content_type_ids()), timezone.now()
    some = make_article(pair[0])
    places = [{"locale": some.locale_id}, {"locale": 0}]
    places += [{"locale": some.locale_id, "cluster": cluster.pk} for cluster in pair]
    for place in places * 2:
        values = {"now": now, **place}
        for build, shape in (
            (selections._newest, (types, 5)),
            (selections._coming, (types, 5)),
            (selections._groups, (types, ("content_type_id", "year"), True)),
        ):
            assert fetch(build, *shape, **values) == list(build(*shape, **values)), build
    keys = {"key_0": some.translation_key, "key_1": pair[0].section_key}
    found = fetch(selections._chosen, now=now, locale=some.locale_id, **keys)
    assert found == list(selections._chosen(now=now, locale=some.locale_id, **keys))
    assert [row.pk for row in selections.as_rows(found)] == [some.pk]


def test_what_changes_is_seen_at_once(
    pair: tuple[Cluster, Cluster], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Only the text of a query is kept: a page that is published, hidden, restricted or expires is so in the next."""
    page = make_article(pair[0], slug="changing")

    def is_listed() -> bool:
        with django_assert_num_queries(1):
            found = selections.newest(("article",), 12, selections.Where(page.locale_id))
        assert selections.number_published(selections.Where(page.locale_id, pair[0].pk)) == 3 + (
            page.pk in {row.pk for row in found}
        )
        return page.pk in {row.pk for row in found}

    assert is_listed()
    page.unpublish()
    assert not is_listed()
    page.save_revision().publish()
    assert is_listed()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    note_change()  # an update past signals, as whoever writes one does
    assert not is_listed()
    Page.objects.filter(pk=page.pk).update(expire_at=None)
    note_change()
    page.view_restrictions.create(restriction_type="login")
    assert not is_listed()


def test_a_query_is_built_once_a_shape(federation: object) -> None:
    """Again for another shape and for other names of values, never for other values."""
    built: list[tuple[int, bool]] = []

    def titles(most: int, *, now: Parameter, title: Parameter | None = None) -> QuerySet[Page, Values]:
        built.append((most, title is None))
        pages = Page.objects.filter(visible_q(now)).order_by("path")
        found: QuerySet[Page, Values] = pages if title is None else pages.filter(title__startswith=title)
        return found.values_list("title")[:most]

    now = timezone.now()
    for _round in range(2):
        assert len(fetch(titles, 3, now=now)) == 3
        assert len(fetch(titles, 2, now=now)) == 2
        # What would be a pattern is a text.
        assert [fetch(titles, 9, now=now, title=word) for word in ("Agen", "%", "_")][1:] == [[], []]
    assert {title for (title,) in fetch(titles, 9, now=now, title="Agen")} == {"Agenda"}
    assert built == [(3, True), (2, True), (9, False)]


def _told(found: Model | None) -> object:
    """All that an instance holds, and what came with it."""
    if found is None:
        return None
    held = {name: value for name, value in vars(found).items() if name != "_state"}
    cached = {name: _told(other) for name, other in found._state.fields_cache.items()}
    return type(found), held, cached, found._state.adding, found.get_deferred_fields()


def test_objects_are_those_of_the_query_itself(pair: tuple[Cluster, Cluster]) -> None:
    """With related rows, where there are none too, with annotations, and without what was not asked for."""
    with_image, without = (make_article(cluster) for cluster in pair)
    with_image.lead_image = FederationImage.objects.get()
    with_image.save()
    event = make_event(pair[0])
    keys = list(SearchEntry.objects.order_by("key").values_list("key", flat=True))
    asked = [
        (routing._served, (type(with_image),), {"pk": with_image.pk}),
        (routing._served, (type(without),), {"pk": without.pk}),
        (routing._at, (), several(["/fr/", "/fr/clusters/", with_image.url_path])),
        (teaser_details._with_teaser_fields, (type(event),), several([event.pk, 0, event.pk + 99])),
        (section_page._first_members, (), {"cluster": pair[0].pk}),
        (results._entries, (), {"now": timezone.now(), **several(keys)}),
    ]
    for build, shape, values in asked * 2:
        found = {each.pk: each for each in fetch_objects(build, *shape, **values)}
        expected = {each.pk: each for each in build(*shape, **values)}
        assert {pk: _told(each) for pk, each in found.items()} == {
            pk: _told(each) for pk, each in expected.items()
        }, build
        assert found or build is section_page._first_members, build


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 12, 17])
def test_lists_of_any_length_find_their_rows(federation: object, number: int) -> None:
    """In few statements: what is asked for twice comes once."""
    paths = list(Page.objects.order_by("path").values_list("url_path", flat=True)[:number])
    given = several(paths)
    assert len(given) & (len(given) - 1) == 0
    found = fetch_objects(routing._at, **given)
    assert sorted(page.url_path for page in found) == sorted(paths)


def test_texts_of_a_row_are_its_own(federation: object) -> None:
    """What may be changed in memory is not shared between rows with the same column; nor by the next query."""
    make_cluster("one", "ONE", territory={"fr": "Un lieu"})
    make_cluster("two", "TWO", territory={"fr": "Un lieu"})

    def territories() -> QuerySet[Cluster, Values]:
        return Cluster.objects.order_by("code").values_list("territory")

    (first,), (second,) = fetch(territories)
    first["fr"] = "Autre"  # type: ignore[index]  # a TranslatedText
    assert second == {"fr": "Un lieu"}
    assert fetch(territories) == [({"fr": "Un lieu"},)] * 2
    assert Cluster.objects.get(code="ONE").territory == {"fr": "Un lieu"}
