"""What a person's own page says of their sign-up: a seat is only one while the event takes people, or took place."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import EventPage, EventStatus, SignUp, SignUpState
from events.signup.seats import position_of
from events.signup.sheet_events import takes_people


@dataclass(frozen=True)
class Standing:
    """One sentence, what follows from it, and how it looks: "good", "warn" or ""."""

    title: str
    detail: str = ""
    look: str = ""


def standing_of(sign_up: SignUp, event: EventPage | None, now: datetime) -> Standing:
    """Returns what is so for a sign-up whose address is confirmed; `event` is the public page, if there is one."""
    if not sign_up.is_open:
        return _ended(sign_up)
    if event is not None and event.is_void:
        return _off(sign_up, event)
    if sign_up.state == SignUpState.CONFIRMED:
        return _seated(event)
    if event is not None and not takes_people(event, now):
        return Standing(_("L’événement a commencé : il n’y a plus de place à attendre."))
    if sign_up.state == SignUpState.REVIEW:
        return Standing(_("Votre demande est arrivée."), _("L’équipe l’examine, et vous écrira sa réponse."))
    return Standing(
        _("Vous êtes en liste d’attente, au rang %(rank)d.") % {"rank": position_of(sign_up)},
        _("Dès qu’une place se libère pour vous, elle est à vous et vous recevez un courriel."),
    )


def _ended(sign_up: SignUp) -> Standing:
    if sign_up.state == SignUpState.DECLINED:
        return Standing(_("L’équipe n’a pas pu retenir votre inscription."), look="warn")
    return Standing(_("Votre inscription est annulée."))


def _off(sign_up: SignUp, event: EventPage) -> Standing:
    if event.status == EventStatus.CANCELLED:
        return Standing(_("L’événement est annulé : il n’y a plus de place à prendre."), look="warn")
    has_seat = sign_up.state == SignUpState.CONFIRMED
    stays = _("Votre place reste à vous.") if has_seat else _("Votre rang d’arrivée reste le même.")
    date_comes = _("La nouvelle date vous sera écrite dès qu’elle est connue.")
    return Standing(_("L’événement est reporté."), f"{stays} {date_comes}", "warn")


def _seated(event: EventPage | None) -> Standing:
    if event is None:
        return Standing(_("Vous avez une place, si l’événement revient sur le site."))
    if event.took_place:
        return Standing(_("Vous aviez une place. L’événement a eu lieu."))
    return Standing(_("Vous avez une place."), look="good")
