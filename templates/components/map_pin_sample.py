"""Samples of map_pin.html."""

from collections.abc import Iterator
from dataclasses import replace

from django.templatetags.static import static

from clusters.maps.drawing import Pin
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    frame = '<svg class="map" viewBox="0 0 400 200" role="group" aria-label="pin">{}</svg>'
    (entry,) = things.entries("WAL")
    pin = Pin(entry, (), (0, 0), x=80, y=120, label_x=80, label_y=60, is_led=False)
    yield Sample("a dot", {"pin": pin, "ground": static("map/ground.svg")}, frame)
    led = replace(pin, label_x=300, label_y=100, is_led=True)
    yield Sample("led to its label", {"pin": led, "ground": static("map/ground.svg")}, frame)
