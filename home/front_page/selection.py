"""Selects the content of the front page: pages chosen by editors, then the latest; each page once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from clusters.content.registry import class_of_type, kinds_of_group, kinds_where
from clusters.content.selections import Where, chosen, coming, newest
from clusters.content.teaser_rows import TeaserRow, as_teasers
from clusters.content.teasers import Teaser
from clusters.models import Cluster, ContentPage
from clusters.models.listing_group import ListingGroup
from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.pages.routing import is_routed
from fedcms.core.shown_tags import declared, note_tags, set_tag
from home.models import HomeFeature, HomePage
from home.models.pages import MOST_FEATURES

# LATEST pages are chosen from the NEWEST ones; the others are the lengths of the blocks.
NEWEST, LATEST, EVENTS, RELEASES = 24, 6, 8, 3
MOST_OF_A_KIND = 2
"""So many of the latest are of one kind, as long as there are others."""


@dataclass(frozen=True)
class FrontPageContent:
    """The blocks of the front page, in its order."""

    lead: Teaser | None
    features: list[Teaser]
    latest: list[Teaser]
    coming: list[Teaser]
    releases: list[Teaser]


def select_front_page(page: HomePage, clusters: dict[int, Cluster]) -> FrontPageContent:
    """Returns the content of the front page of a locale. At most eight queries.

    Six select pages, two fetch images, hours and states of what is shown.
    """
    where, keys = Where(page.locale_id), chosen_keys(page)
    first = chosen(keys, page.locale_id) if keys else []
    first.sort(key=lambda row: keys.index(row.translation_key))
    news = newest(kinds_of_group(ListingGroup.NEWS), NEWEST, where)
    taken = {row.pk for row in first}
    latest = spread_out([row for row in news if row.pk not in taken], LATEST + (not first))
    if not first:
        # Without a choice by editors, the newest page leads.
        first, latest = latest[:1], latest[1:]
    taken |= {row.pk for row in (*first, *latest)}
    releases = [row for row in news if _block_of(row) == "releases"]
    events = coming(kinds_where(_is_coming), EVENTS, where)
    # Made together, so that an event among the chosen pages costs no further query. Only the first ones have pictures.
    list_items = [_without_image(latest), _without_image(_others(releases, taken, RELEASES))]
    parts = [first, *list_items, events]
    teasers = iter(as_teasers(chain.from_iterable(parts), clusters))
    first_teasers, *others = [list(islice(teasers, len(part))) for part in parts]
    latest_teasers, release_teasers, coming_teasers = others
    return FrontPageContent(
        lead=first_teasers[0] if first_teasers else None,
        features=first_teasers[1:],
        latest=latest_teasers,
        releases=release_teasers,
        coming=coming_teasers,
    )


def _without_image(rows: Iterable[TeaserRow]) -> list[TeaserRow]:
    return [row._replace(image_id=None) for row in rows]


def _is_coming(model: type[ContentPage]) -> bool:
    return model.front_page_block == "coming"


def _block_of(row: TeaserRow) -> str:
    return class_of_type(row.content_type_id).front_page_block


def chosen_keys(page: HomePage) -> list[UUID]:
    """Returns the translation keys of the pages that editors put first, in their order.

    A language without a choice of its own uses the main language's, as far as those pages are translated.
    """
    # They are written with a home page, and go with the page that they name.
    with declared(set_tag(page.translation_key)):
        if is_routed(page):
            own = _keys(fetch(_features, page=page.pk))
        else:  # a preview, whose choice is not stored
            own = list(page.features.values_list("content__translation_key", flat=True))
        if not own and page.locale.language_code != settings.LANGUAGE_CODE:
            own = _keys(fetch(_features_of_main, settings.LANGUAGE_CODE, key=page.translation_key))
    note_tags(*map(set_tag, own))
    return list(dict.fromkeys(own))[:MOST_FEATURES]


def _features(*, page: Parameter) -> QuerySet[HomeFeature, Values]:
    return HomeFeature.objects.filter(page_id=page).values_list("content__translation_key")  # type: ignore[no-any-return]  # modelcluster is untyped


def _features_of_main(language: str, *, key: Parameter) -> QuerySet[HomeFeature, Values]:
    main = HomeFeature.objects.filter(page__translation_key=key, page__locale__language_code=language)
    return main.values_list("content__translation_key")  # type: ignore[no-any-return]  # as above


def _keys(rows: list[Values]) -> list[UUID]:
    return [key for (key,) in rows if isinstance(key, UUID)]


def _others(rows: Iterable[TeaserRow], taken: set[int], wanted: int) -> list[TeaserRow]:
    """Returns up to `wanted` rows that are not yet on the page."""
    return [row for row in rows if row.pk not in taken][:wanted]


def spread_out(pages: list[TeaserRow], wanted: int) -> list[TeaserRow]:
    """Returns the newest pages such that no cluster has a second one, and no kind a third one, before all others."""
    spread: list[TeaserRow] = []
    clusters: set[int | None] = set()
    kinds: Counter[int] = Counter()
    for is_one_a_cluster in (True, False):
        for page in pages:
            is_taken = page in spread or kinds[page.content_type_id] >= MOST_OF_A_KIND
            if is_taken or (is_one_a_cluster and page.cluster_id in clusters):
                continue
            spread.append(page)
            clusters.add(page.cluster_id)
            kinds[page.content_type_id] += 1
    spread += [page for page in pages if page not in spread]
    return spread[:wanted]
