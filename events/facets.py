"""The agenda's own filters: an event's type, the country of what takes place, and whether that is there or online."""

from functools import lru_cache

from django.db import models
from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from clusters.content.facet_counts import FACETS
from clusters.content.kind_facets import register_kind_facet
from fedcms.core.i18n.alphabet import in_alphabet
from fedcms.core.templatetags.core_tags import country_name

EVENT_TYPE, COUNTRY, ATTENDANCE = "type", "country", "attendance"
AGENDA_FACETS = (*FACETS[:2], EVENT_TYPE, *FACETS[2:-1], COUNTRY, ATTENDANCE, FACETS[-1])
"""All filters of the agenda but its days, in the order in which they are shown."""


class Attendance(models.TextChoices):
    """How one takes part; names follow schema.org's EventAttendanceModeEnumeration."""

    ONSITE = "onsite", _("Sur place")
    ONLINE = "online", _("En ligne")
    MIXED = "mixed", _("Sur place et en ligne")


def _event_type() -> NullIf:
    """Returns the expression of an event's type; NULL for one without, and for missions."""
    return NullIf("eventpage__event_type", Value(""), output_field=CharField())


def _country() -> Coalesce:
    """Returns the expression of an event's or mission's country; NULL where none is given."""
    venue = NullIf("eventpage__venue_country", Value(""), output_field=CharField())
    return Coalesce(venue, "trademissionpage__destination_country", output_field=CharField())


def _attendance() -> Case:
    """Returns the expression of an event's or mission's attendance; NULL for an event without place and address."""
    is_mission = Q(trademissionpage__destination_city__gt="")
    is_online = Q(eventpage__online_url__gt="")
    has_place = (
        Q(eventpage__venue_city__gt="") | Q(eventpage__venue_name__gt="") | Q(eventpage__venue_address__gt="")
    )
    return Case(
        When(is_mission, then=Value(Attendance.ONSITE.value)),
        When(is_online & has_place, then=Value(Attendance.MIXED.value)),
        When(is_online, then=Value(Attendance.ONLINE.value)),
        When(has_place, then=Value(Attendance.ONSITE.value)),
        default=None,
        output_field=CharField(),
    )


def register() -> None:
    """Registers the filters; called once, from `AppConfig.ready`."""
    register_kind_facet(EVENT_TYPE, _event_type())
    register_kind_facet(COUNTRY, _country())
    register_kind_facet(ATTENDANCE, _attendance())


@lru_cache(maxsize=16)
def _named_countries(language: str | None) -> tuple[tuple[str, str], ...]:
    """Returns code and name of each country in a language, the active one, by name."""
    named = [(code, country_name(code)) for code in countries.countries]
    return tuple(sorted(named, key=lambda pair: in_alphabet(pair[1])))


def country_choices() -> tuple[tuple[str, str], ...]:
    """Returns code and name of each country in the active language, by name; made once a process and language."""
    return _named_countries(get_language())
