"""The parts of JSON-LD and the measure of it: what is empty, what ends a script, what is wrong."""

from datetime import date
from decimal import Decimal

from fedcms.core.seo.schema_org import Event, Offer, Organization, Place, Reference
from fedcms.core.seo.structured_data import as_json, json_ld
from tests.home.schema_checks import problems


def test_the_measure_sees_what_is_wrong() -> None:
    """The comparison with the vocabulary is not blind."""
    assert list(problems({"@type": "Nothing"}))
    assert list(problems({"@type": "Event", "headline": "x"}))
    assert list(problems({"@type": "Event", "location": {"@type": "Offer"}}))
    assert list(problems({"@type": "Event", "organizer": "somebody"}))
    assert list(problems({"@type": "Event", "eventStatus": ""}))
    assert list(problems({"@type": "Event", "name": "https://schema.org/EventScheduled"}))
    assert not list(problems({"@type": "Event", "eventStatus": "https://schema.org/EventScheduled"}))


def test_what_is_empty_is_left_out_and_zero_is_not() -> None:
    """An event at no price is free; one without a price says nothing of it."""
    free = as_json(Event(name="x", offers=Offer(price=Decimal(0)), is_accessible_for_free=True))
    assert free == {
        "@type": "Event",
        "name": "x",
        "offers": {"@type": "Offer", "price": "0"},
        "isAccessibleForFree": True,
    }
    placed = as_json(Event(location=(Place(name="a"), Reference(id="#b")), start_date=date(2030, 1, 2)))
    assert placed["location"] == [{"@type": "Place", "name": "a"}, {"@id": "#b"}]
    assert placed["startDate"] == "2030-01-02"


def test_no_word_ends_the_script_element() -> None:
    """Angle brackets and separators of lines are escaped, and read back as they were."""
    words = "</script><!-- & \u2028 \u2029 é"
    text = json_ld([Organization(name=words)])
    assert text.count("<") == 2
    assert "\u2028" not in text
    assert "é" in text
