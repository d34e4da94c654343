"""The scenes that the demo's images are drawn from, by name."""

from collections.abc import Callable

from fedcms.demo.scenes import land, people, places, reading, screens, things, travel
from fedcms.demo.scenes.canvas import Canvas

Scene = Callable[[Canvas], None]

_ALL: tuple[Scene, ...] = (
    land.forest,
    land.harbour,
    land.lake,
    land.lighthouse,
    land.mountains,
    land.seedlings,
    people.amphitheatre,
    people.chairs_circle,
    people.classroom,
    people.hands,
    people.network,
    people.puzzle,
    people.speech,
    places.arches,
    places.belfry,
    places.bridge,
    places.factory,
    places.towers,
    places.train,
    places.windows,
    reading.braille,
    reading.letters,
    reading.library,
    reading.newspaper,
    reading.notebook,
    reading.open_book,
    reading.paper_plane,
    screens.calculator,
    screens.chart_bars,
    screens.laptop,
    screens.solar,
    screens.tablet_phone,
    screens.video_call,
    things.clockwork,
    things.flask,
    things.headset,
    things.megaphone,
    things.microphone,
    travel.calendar,
    travel.compass,
    travel.globe,
    travel.map_pin,
    travel.plane,
    travel.signpost,
)
SCENES: dict[str, Scene] = {scene.__name__: scene for scene in _ALL}
