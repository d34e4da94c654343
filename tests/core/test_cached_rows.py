"""A row that is cached shows the same as one that is rendered anew, whatever of it has changed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template

from clusters.content.teasers import Teaser
from events.board.departures import Departure, DepartureState
from events.board.place_count import PlaceCount
from fedcms.media.pictures import Picture, RenditionSource
from fedcms.patterns.things import MOMENT, URL, Things
from search.public.found import FacetOption

THINGS = Things("fr")
PICTURE = Picture(
    (RenditionSource("image/avif", "/a.avif 480w"),), "/a.jpg", 480, 360, "", "100vw", is_lazy=True
)
ROWS = (
    'components/list_item.html" with page=page page_url=page.url level=3 with_cover=True cover=cover',
    'components/list_item.html" with page=page page_url=page.url level=2 with_cover=False cover=cover',
    'components/teaser.html" with page=page page_url=page.url cover=cover variant="" level=3',
    'components/teaser.html" with page=page page_url=page.url cover=cover variant="lead" level=2',
    'components/agenda_row.html" with page=page page_url=page.url starts_at=page.starts_at level=3',
)


def changed(thing: Any, **values: object) -> Any:  # a dataclass of any kind
    return replace(thing, **values)


def assert_shown_anew(template: str, values: dict[str, object]) -> str:
    cached, plain = (
        Template(f'{{% {tag} "{template} %}}').render(Context(values))
        for tag in ("cached_include", "include")
    )
    assert cached == plain
    return plain


def teasers() -> list[Teaser]:
    usual = THINGS.teaser("event", details={"starts_at": MOMENT})
    day = MOMENT + timedelta(days=3)
    details = (
        *({"starts_at": day}, {"ends_at": day}, {"where": "Brest, 9 h"}, {"status_label": "Reporté"}),
        *({"is_off": True}, {"is_void": True}, {"former": "12 mars"}, {"repeats": "chaque lundi"}),
    )
    return [
        usual,
        *(changed(usual, details={"starts_at": MOMENT, **each}) for each in details),
        *(changed(usual, **{name: "Autre"}) for name in ("title", "summary", "url", "kind_label")),
        changed(usual, dateline_place="Brest"),
        changed(usual, dateline_language="br"),
        changed(usual, cluster=None),
        changed(usual, cluster=THINGS.cluster("TUN")),
        changed(usual, translation_key=type(usual.translation_key)(int=7)),
    ]


@pytest.mark.parametrize("row", ROWS)
def test_a_page_is_shown_as_it_is(row: str) -> None:
    shown = [assert_shown_anew(row, {"page": page, "cover": None}) for page in teasers()]
    assert len(set(shown)) > len(shown) // 2


def test_a_picture_is_shown_as_it_is() -> None:
    pictures = [
        PICTURE,
        *(changed(PICTURE, **{name: "autre"}) for name in ("src", "alt", "sizes", "position")),
        *(changed(PICTURE, **{name: 7}) for name in ("width", "height")),
        changed(PICTURE, is_lazy=False),
        changed(PICTURE, sources=()),
        changed(PICTURE, sources=(RenditionSource("image/webp", "/a.avif 480w"),)),
        changed(PICTURE, sources=(RenditionSource("image/avif", "/b.avif 480w"),)),
    ]
    page = THINGS.teaser()
    shown = {assert_shown_anew(ROWS[0], {"page": page, "cover": each}) for each in pictures}
    assert len(shown) == len(pictures)


def test_a_mission_of_the_board_is_shown_as_it_is() -> None:
    day = MOMENT.date()
    usual = Departure(
        title="Dakar",
        url=URL,
        cluster=THINGS.cluster(),
        city="Dakar",
        country="SN",
        starts_on=day,
        ends_on=day,
        state=DepartureState.OPEN,
        closes_on=day,
        days_left=12,
        places=PlaceCount(8, 8),
        cost_euros=Decimal(1450),
        apply_url=URL,
    )
    other = day + timedelta(days=3)
    missions = [
        usual,
        *(
            changed(usual, **{name: "autre"})
            for name in ("title", "url", "city", "city_language", "apply_url")
        ),
        *(changed(usual, **{name: other}) for name in ("starts_on", "ends_on", "closes_on")),
        *(changed(usual, days_left=days) for days in (0, 1, None)),
        *(
            changed(usual, places=places)
            for places in (PlaceCount(8), PlaceCount(8, 3), PlaceCount(9, 8), None)
        ),
        *(changed(usual, cost_euros=cost) for cost in (Decimal(0), Decimal("1450.5"), None)),
        changed(usual, country="TN"),
        changed(usual, state=DepartureState.SOON),
        changed(usual, cluster=None),
    ]
    row = 'components/board_row.html" with departure=departure past=past'
    shown = {assert_shown_anew(row, {"departure": each, "past": False}) for each in missions}
    assert len(shown) == len(missions)
    assert assert_shown_anew(row, {"departure": usual, "past": True}) not in shown


def test_options_of_a_facet_are_shown_as_they_are() -> None:
    usual = {"value": "one", "label": "Un", "count": 1, "selected": False}
    changes: tuple[dict[str, object], ...] = (
        *({}, {"value": "two"}, {"label": "Deux"}, {"count": 2}, {"count": 0}, {"selected": True}),
    )
    group = 'components/facet_options.html" with name=name single=single options=options'
    for single in (True, False):
        shown = {
            assert_shown_anew(group, {"name": "topic", "single": single, "options": [usual, option]})
            for change in changes
            for option in (usual | change, FacetOption(**(usual | change)))  # type: ignore[arg-type]  # its fields
        }
        # What a listing counts and what a search counts look alike.
        assert len(shown) == len(changes)
