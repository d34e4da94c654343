"""The number beside each option of a listing's filters is what choosing it would show."""

import itertools

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from clusters.content.listings import ListingForm
from clusters.models import Cluster
from fedcms.core.models import Topic
from home.models import HomePage
from tests.factories import make_article, make_cluster, make_release, make_story
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

KINDS = ("article", "story", "release")
OPTIONS = {
    "cluster": ("", "aaa", "federation"),
    "kind": ("", "article", "story"),
    "topic": ("", "ai", "games"),
    "audience": ("", "school", "higher"),
    "year": ("", "2024", "2025"),
}


@pytest.fixture(scope="module")
def kept_locale_id(keep: Keep) -> int:
    """Twelve pages that differ in everything a listing filters by; two are not public."""
    with keep():
        a, b = make_cluster("aaa", "AAA"), make_cluster("bbb", "BBB")
        topics = [Topic.objects.create(key=key, labels={"fr": key}) for key in ("ai", "games")]
        owners: list[Cluster | None] = [a, b, None]
        makers = (make_article, make_story, make_release)
        for number in range(12):
            page = makers[number % 3](
                owners[number // 2 % 3],
                live=number < 10,
                for_school=number % 2 == 0,
                for_higher_education=number % 3 == 0,
                first_published_at=timezone.now().replace(year=2024 + number % 2, month=6, day=1),
            )
            page.topics.set(topics[: number % 3])
            page.save()
        return HomePage.objects.get(locale__language_code="fr").locale_id


@pytest.fixture
def locale_id(kept_locale_id: int, db: None) -> int:
    """Of the language of those pages."""
    return kept_locale_id


def listing(locale_id: int, chosen: dict[str, str]) -> ListingForm:
    """The form as an address gives it."""
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in chosen.items() if value})
    return ListingForm(data, kinds=KINDS, locale_id=locale_id)


def test_each_count_is_what_the_option_would_show(locale_id: int) -> None:
    checked = 0
    for values in itertools.product(*OPTIONS.values()):
        chosen = dict(zip(OPTIONS, values, strict=True))
        if sum(map(bool, values)) > 2:
            continue  # three filters at once add nothing to what two show, and time
        shown = listing(locale_id, chosen).listing()
        assert shown.total == listing(locale_id, chosen).queryset().distinct().count()
        for facet in shown.facets:
            for option in facet["options"]:  # type: ignore[attr-defined]  # a list
                instead = chosen | {str(facet["name"]): option["value"]}
                expected = listing(locale_id, instead).queryset().distinct().count()
                assert option["count"] == expected, (chosen, facet["name"], option)
                checked += 1
    assert checked > 300


def test_a_reader_sees_counts_and_no_option_that_leads_nowhere(locale_id: int, client: Client) -> None:
    page = client.get("/fr/actualites/").content.decode()
    assert '<span class="facets__count">10</span>' in page
    assert 'value="federation"' in page
    assert 'value="vocational"' not in page


def test_a_filter_that_leaves_nothing_stays_visible_so_that_it_can_be_taken_off(
    locale_id: int, client: Client
) -> None:
    page = client.get("/fr/actualites/?audience=vocational").content.decode()
    assert 'value="vocational" checked' in page
    assert "Retirer le filtre" in page


@pytest.mark.parametrize(
    "query", ["year=abc", "year=0", "cluster=nowhere", "kind=event", "page=zero", "topic=%00"]
)
def test_an_address_with_nonsense_shows_the_whole_listing(locale_id: int, client: Client, query: str) -> None:
    response = client.get(f"/fr/actualites/?{query}")
    assert response.status_code == 200
    assert "10 publications" in response.content.decode()


@pytest.mark.parametrize("is_selective", [True, False])
def test_a_topic_leaves_the_same_pages_however_many_they_are(locale_id: int, *, is_selective: bool) -> None:
    """Each once, the newest first: where a topic has many pages they are found by date."""
    for others in ({}, {"cluster": "aaa"}, {"audience": "school"}, {"kind": "story"}):
        form = listing(locale_id, others)
        found = form.queryset().of_topic("ai", is_selective=is_selective).latest_first()
        chosen = listing(locale_id, others | {"topic": "ai"}).listing()
        assert list(found.values_list("title", flat=True)) == [teaser.title for teaser in chosen.teasers]
        assert len(found) == chosen.total
    assert not form.queryset().of_topic("nothing", is_selective=is_selective)
