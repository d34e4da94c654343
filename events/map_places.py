"""Puts the events and missions of a listing on the map: where each takes place, and which share a pin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot

from clusters.content.listings import Listing
from clusters.content.teasers import Teaser
from clusters.maps.areas import areas
from clusters.maps.drawing import INSETS, LABEL_SIZE, WORLD_VIEW
from clusters.maps.labels import Label, spread
from clusters.maps.projection import BOX, FRANCE, WORLD, Point, locate
from clusters.models import ContentPage
from clusters.models.place_names import noted_place
from clusters.towns.finding import town_named
from fedcms.core.templatetags.core_tags import country_name

MOST_OF_A_MAP = 200
# What is nearer to one another shares a pin: half the width of a plate on a phone, in units of the panel.
NEAR = {FRANCE.key: 80, WORLD.key: 40}
DOT = 16
_COLUMNS = (
    "pk",
    "eventpage__latitude",
    "eventpage__longitude",
    "eventpage__venue_city",
    "eventpage__venue_country",
    "eventpage__venue_name",
    "eventpage__venue_address",
    "eventpage__online_url",
    "trademissionpage__destination_city",
    "trademissionpage__destination_country",
    "source_places",
)


@dataclass(frozen=True)
class Place:
    """Where something takes place: its name for the reader, and its point on a panel; None for no known point."""

    name: str
    panel: str = ""
    point: Point | None = None


@dataclass
class MapPin:
    """A pin of the map, with what takes place there. `x` to `label_y` are whole units of its panel's drawing."""

    key: str
    panel: str
    point: Point
    names: list[str] = field(default_factory=list)
    teasers: list[Teaser] = field(default_factory=list)
    label_x: int = 0
    label_y: int = 0
    is_led: bool = False

    @property
    def x(self) -> int:
        """The horizontal position of its dot."""
        return round(self.point[0])

    @property
    def y(self) -> int:
        """The vertical position of its dot."""
        return round(self.point[1])

    @property
    def has_missions_alone(self) -> bool:
        """Whether only missions lead there."""
        return all(teaser.kind == "mission" for teaser in self.teasers)


@dataclass(frozen=True)
class AgendaMap:
    """What the map of an agenda shows: pins on both drawings; apart, what is online, and what has no known place."""

    pins: list[MapPin]
    online: list[Teaser]
    elsewhere: list[Teaser]
    insets: object = INSETS
    box: int = BOX
    france_view: str = f"0 0 {FRANCE.width} {FRANCE.height}"
    world_view: str = " ".join(map(str, WORLD_VIEW))

    @property
    def france(self) -> list[MapPin]:
        """The pins on the drawing of France and its neighbours, overseas boxes included."""
        return [pin for pin in self.pins if pin.panel == FRANCE.key]

    @property
    def world(self) -> list[MapPin]:
        """The pins on the drawing of the world."""
        return [pin for pin in self.pins if pin.panel == WORLD.key]


def _point(longitude: float, latitude: float) -> tuple[str, Point]:
    """Returns the drawing that shows a place, and its point there; overseas regions stand beside France."""
    panel, (x, y) = locate(longitude, latitude)
    for inset in INSETS:
        if inset.code == panel.key:
            return FRANCE.key, (inset.x + x, inset.y + y)
    return panel.key, (x, y)


def _place(row: Sequence[object]) -> Place | None:
    """Returns the place of one row of `_COLUMNS`: that of its position, town or country; None if it is online alone."""
    _pk, latitude, longitude, venue_city, venue_country, venue, address, online, *destination, noted = row
    city, country = (
        (str(destination[0]), str(destination[1]))
        if destination[0]
        else (str(venue_city or ""), str(venue_country or ""))
    )
    name = city or (country_name(country) if country else "")
    if isinstance(latitude, float) and isinstance(longitude, float):
        return Place(name, *_point(longitude, latitude))
    column = "destination_city" if destination[0] else "venue_city"
    in_source = noted_place(noted, column, city)
    # The list has more names in Latin letters.
    if town := town_named(city, country) or (in_source and town_named(in_source.in_source, country)):
        return Place(name, *_point(town.longitude, town.latitude))
    known = areas().get(country)
    if known is not None and known.panel in (FRANCE.key, WORLD.key):
        return Place(name, known.panel, (known.x, known.y))
    name = name or str(venue or address or "")
    return None if online and not name else Place(name)


def _pin_at(pins: Iterable[MapPin], place: Place, point: Point) -> MapPin | None:
    near = NEAR.get(place.panel, 0)
    return next(
        (
            pin
            for pin in pins
            if pin.panel == place.panel and hypot(pin.point[0] - point[0], pin.point[1] - point[1]) < near
        ),
        None,
    )


def agenda_map(listing: Listing) -> AgendaMap:
    """Returns the map of a page of a listing, in its order. One query."""
    keys = [int(str(row[0])) for row in listing.page.object_list]
    rows = ContentPage.objects.filter(pk__in=keys).order_by().values_list(*_COLUMNS) if keys else ()
    places = {int(str(row[0])): _place(row) for row in rows}
    found = AgendaMap([], [], [])
    for pk, teaser in zip(keys, listing.teasers, strict=True):
        place = places.get(pk)
        if place is None:
            found.online.append(teaser)
        elif place.point is None:
            found.elsewhere.append(teaser)
        else:
            pin = _pin_at(found.pins, place, place.point)
            if pin is None:
                pin = MapPin(f"place-{len(found.pins) + 1}", place.panel, place.point)
                found.pins.append(pin)
            pin.teasers.append(teaser)
            if place.name not in pin.names:
                pin.names.append(place.name)
    _label(found.france, FRANCE.key, (0, 0, FRANCE.width, FRANCE.height))
    left, top, width, height = WORLD_VIEW
    _label(found.world, WORLD.key, (left, top, left + width, top + height))
    return found


def _label(pins: Sequence[MapPin], panel: str, space: tuple[float, float, float, float]) -> None:
    """Gives each pin the place of its plate, above its dot, so that plates do not overlap."""
    size = LABEL_SIZE[panel]
    labels = [Label(pin.x, pin.y - size[1] / 2 - DOT, pin.x, pin.y) for pin in pins]
    spread(labels, size, space)
    for pin, label in zip(pins, labels, strict=True):
        pin.label_x, pin.label_y, pin.is_led = round(label.x), round(label.y), label.is_led
