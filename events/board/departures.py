"""Says of one mission what its row of the departure board shows: state, days left, places, cost, the way to apply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from events.board.place_count import PlaceCount
from events.closing_days import days_until, last_day_of
from events.details import euros
from events.mission_opening import opening_of
from events.models.call import ApplyBy, CallForApplications
from events.models.mission import TradeMissionPage
from events.wording import deadline_in_words
from fedcms.core.i18n.days import days_in_words
from fedcms.core.pages.addresses import quoted_path
from fedcms.core.site_clock import site_day, site_today

DAYS_OF_SOON = 7
"""From so many days on before its end, a call "closes soon"."""


class DepartureState(models.TextChoices):
    """What has become of a mission, in the order of its life."""

    OPEN = "open", _("Candidatures ouvertes")
    SOON = "soon", _("Clôture proche")
    CLOSED = "closed", _("Candidatures closes")
    FULL = "full", _("Complète")
    CANCELLED = "cancelled", _("Annulée")
    GONE = "gone", _("Partie")
    BACK = "back", _("Revenue")


@dataclass(frozen=True)
class Departure:
    """A row of the board. Days are calendar days."""

    title: str
    url: str
    cluster: Cluster | None
    city: str
    country: str
    """Its code."""
    starts_on: date
    ends_on: date
    state: DepartureState
    closes_on: date
    """The last day on which one may apply, by the clock of the call."""
    days_left: int | None
    """Whole days until then, 0 on the last one; `None` when one may not apply."""
    places: PlaceCount | None
    cost_euros: Decimal | None
    city_language: str = ""
    """The code of the language of the city's name, where it is not the page's."""
    apply_url: str = ""
    """Where one applies; "" when one may not."""

    @property
    def component_key(self) -> tuple[object, ...]:
        """All that a row shows of it (`cached_include`)."""
        places = self.places
        return (
            self.title,
            self.url,
            self.cluster,
            self.city,
            self.city_language,
            self.country,
            self.starts_on,
            self.ends_on,
            self.state.value,
            self.closes_on,
            self.days_left,
            (places.all, places.free) if places else None,
            self.cost_euros,
            self.apply_url,
        )

    @property
    def dates(self) -> str:
        """Departure and return in the active language."""
        return days_in_words(self.starts_on, self.ends_on)

    @property
    def left_in_words(self) -> str:
        """How long one may apply, in the active language."""
        return deadline_in_words(-1 if self.days_left is None else self.days_left)

    @property
    def cost(self) -> str | Promise:
        """The cost for one person in the active language; "" if nobody has said it."""
        return euros(self.cost_euros)


def departure_of(
    mission: TradeMissionPage,
    call: CallForApplications | None,
    chosen: int,
    clusters: Mapping[int, Cluster],
    now: datetime,
) -> Departure:
    """Returns the row of a mission at `now` (aware). No query.

    `chosen` is the number of applications that were chosen, which their senders know.
    """
    opening = opening_of(mission, call, now)
    if call is None:
        closes_on = mission.deadline
        days_left = (closes_on - site_day(now)).days
    else:
        closes_on = last_day_of(call.closes_at, call.time_zone)
        days_left = days_until(call.closes_at, closes_on, now)
    url = quoted_path(mission.url_path)
    on_site = call is not None and call.apply_by == ApplyBy.SITE
    apply_url = reverse("apply", args=[mission.translation_key]) if on_site else f"{url}#apply"
    places = _places(mission, call, chosen, is_open=opening.is_open)
    return Departure(
        title=mission.title,
        url=url,
        cluster=clusters.get(mission.cluster_id or 0),
        city=mission.destination_city,
        country=str(mission.destination_country),
        starts_on=mission.starts_on,
        ends_on=mission.ends_on,
        state=_state(mission, opening.is_cancelled, places, days_left if opening.is_open else None),
        closes_on=closes_on,
        days_left=days_left if opening.is_open else None,
        places=places,
        cost_euros=mission.cost_euros,
        city_language=mission.dateline_language,
        apply_url=apply_url if opening.is_open else "",
    )


def _places(
    mission: TradeMissionPage, call: CallForApplications | None, chosen: int, *, is_open: bool
) -> PlaceCount | None:
    """Returns the places, and how many are free as long as somebody may still get one.

    While nothing is decided after the closing, nobody is told how many may be left. What another form or a mailbox gave
    is not known here.
    """
    if call is None or (call.is_cancelled and not mission.places):
        return PlaceCount(mission.places) if mission.places else None
    may_be_had = is_open or (chosen and mission.starts_on > site_today())
    is_known = may_be_had and call.apply_by == ApplyBy.SITE and not call.is_cancelled
    return PlaceCount(call.places, max(0, call.places - chosen) if is_known else None)


def _state(
    mission: TradeMissionPage, is_cancelled: bool, places: PlaceCount | None, days_left: int | None
) -> DepartureState:
    if is_cancelled:
        return DepartureState.CANCELLED
    if mission.is_over:
        return DepartureState.BACK
    if days_left is not None:
        return DepartureState.SOON if days_left <= DAYS_OF_SOON else DepartureState.OPEN
    if mission.starts_on <= site_today():
        return DepartureState.GONE
    return DepartureState.FULL if places and places.free == 0 else DepartureState.CLOSED
