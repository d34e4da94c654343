"""Samples of agenda_pin.html."""

from collections.abc import Iterator

from events.map_places import MapPin
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    frame = '<svg class="map map--france" viewBox="0 0 300 200">{}</svg>'
    event, mission = things.teaser("event"), things.teaser("mission")
    yield Sample(
        "events", {"pin": MapPin("place-1", "france", (150, 150), ["Lille"], [event] * 3, 150, 80)}, frame
    )
    led = MapPin("place-2", "france", (60, 150), ["Rennes"], [mission], 240, 60, is_led=True)
    yield Sample("missions alone, far from the plate", {"pin": led}, frame)
