"""Samples of agenda_atlas.html."""

from collections.abc import Iterator

from events.map_places import AgendaMap, MapPin
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    event, mission = things.teaser("event"), things.teaser("mission")
    lille = MapPin("place-1", "france", (650, 130), ["Lille"], [event, event], 650, 80)
    rennes = MapPin("place-2", "france", (300, 400), ["Rennes"], [mission], 420, 320, is_led=True)
    dakar = MapPin("place-3", "world", (530, 260), ["Dakar"], [mission] * 12, 530, 220)
    yield Sample("both drawings, something online", {"map": AgendaMap([lille, rennes, dakar], [event], [])})
    yield Sample("the world alone", {"map": AgendaMap([dakar], [], [])})
