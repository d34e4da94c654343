"""What a page says about the sign-up of an event: whether it is open, until when, and how many seats are left."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Federation
from events.models import EventPage, SignUpSheet, WhoMayCome
from events.page_moments import note_sheet
from events.page_tags import sign_ups_tag
from events.sign_up_opening import SignUpOpening
from events.signup.opening import Opening, closing_of, opening_of
from events.signup.openings_for_machines import opening_for_machines
from events.signup.rules import SeatPlan, left_for_all
from events.signup.seats import held_seats, number_waiting, plan_of
from fedcms.core.i18n.moments import moment_in_zone
from fedcms.core.shown_tags import note_passing, note_tags


@dataclass(frozen=True)
class SignUpOffer:
    """What may be said to everybody: no name, and of reserved seats only that there are some."""

    opening: Opening
    address: str
    opens: str
    closes: str
    who: str
    """Who may come, if not everybody may."""
    left: int | None
    """How many seats are left for whoever may come now; `None`: any number, or it depends on their cluster."""
    has_reserved: bool
    number_waiting: int
    machines: SignUpOpening
    """The same for machines."""

    @property
    def is_open(self) -> bool:
        """Whether one may sign up."""
        return self.opening is Opening.OPEN

    @property
    def is_early(self) -> bool:
        """Whether one may not sign up yet."""
        return self.opening is Opening.NOT_YET


def offer_of(sheet: SignUpSheet, event: EventPage, now: datetime) -> SignUpOffer:
    """Returns what is said about a sheet at `now` (aware), in the active language. Three queries."""
    plan, held = plan_of(sheet, event.cluster_id, now), held_seats(sheet)
    with override(event.locale.language_code):
        address = reverse("sign_up", args=[event.translation_key])
    return SignUpOffer(
        opening=opening_of(sheet, event, now),
        address=address,
        opens=moment_in_zone(sheet.opens_at, event.time_zone) if sheet.opens_at else "",
        closes=_closing_in_words(sheet, event),
        who=_who_may_come(sheet, event, plan),
        left=left_for_all(plan, held),
        has_reserved=bool(plan.quotas) and not plan.is_released and not plan.is_by_cluster,
        number_waiting=number_waiting(sheet),
        machines=opening_for_machines(sheet, event, plan, held, now),
    )


def _closing_in_words(sheet: SignUpSheet, event: EventPage) -> str:
    """Returns until when one may sign up; what ends at midnight ends on the day before, as people say it."""
    closing = closing_of(sheet, event)
    is_midnight = closing.astimezone(event.time_zone).time() == time.min
    return moment_in_zone(closing - timedelta(minutes=1) if is_midnight else closing, event.time_zone)


def _who_may_come(sheet: SignUpSheet, event: EventPage, plan: SeatPlan) -> str:
    """Returns who may come now in words, "" if everybody may."""
    values = {
        "owner": str(event.cluster or Federation.load()),
        "moment": moment_in_zone(sheet.seats_released_at, event.time_zone) if sheet.seats_released_at else "",
    }
    if sheet.who_may_come == WhoMayCome.CLOSED:
        return _("Réservé aux membres de %(owner)s.") % values
    if plan.admits(None):
        return ""
    if sheet.who_may_come == WhoMayCome.PRIORITY:
        return _("D’abord pour les membres de %(owner)s ; pour tous à partir du %(moment)s.") % values
    if values["moment"]:
        return _("Pour les organisations de certains clusters ; pour tous à partir du %(moment)s.") % values
    return _("Pour les organisations de certains clusters seulement.")


def sign_up_context(event: EventPage, request: HttpRequest) -> dict[str, object]:
    """Returns what an event's page shows of its sign-up; `None` without a sheet. One query then, else four."""
    # Who fills in another service's address later sends people there.
    sheets = SignUpSheet.objects.filter(translation_key=event.translation_key)
    sheet = None if event.signup_url else sheets.first()
    offer = None if sheet is None else offer_of(sheet, event, timezone.now())
    if sheet is not None:
        note_tags(sign_ups_tag(sheet.pk))
        note_sheet(sheet)
        note_passing(closing_of(sheet, event))
    return {"sign_up": offer, "sign_up_opening": offer and offer.machines}
