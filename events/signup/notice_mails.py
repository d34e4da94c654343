"""The mails of news to all people of a sheet: what changed of the event, and that data are erased without one."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import EventStatus, SignUp, SignUpState
from events.signup.event_details import differences
from events.signup.mail_frame import ShownEvent, send_to_person
from fedcms.core.i18n.moments import moment_in_zone
from fedcms.core.pages.addresses import absolute, page_address


def tell_event_changed(
    sign_up: SignUp, shown: ShownEvent, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Mails what changed of the event, the old values and the new ones, with the calendar that replaces the old one."""
    with override(sign_up.language):
        event = shown.page(sign_up.language)
        lines = [
            _("L’événement où vous avez une place a changé :")
            if sign_up.state == SignUpState.CONFIRMED
            else _("L’événement où vous avez demandé à venir a changé :"),
            *(f"- {line}" for line in differences(before, after)),
            "",
            *_what_it_means(sign_up, after["status"], is_put_off=shown.is_put_off),
        ]
        about = ["", event.title, absolute(page_address(event))] if event is not None else []
        send_to_person(sign_up, shown, _subject(before, after), lines, about_event=about, with_calendar=True)


def _subject(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Returns what happened in few words."""
    if before["status"] != after["status"]:
        if after["status"] == EventStatus.CANCELLED:
            return _("l’événement est annulé")
        if after["status"] == EventStatus.POSTPONED:
            return _("l’événement est reporté")
        if before["status"] == EventStatus.CANCELLED:
            return _("l’événement aura lieu")
    return _("l’événement a changé")


def _what_it_means(sign_up: SignUp, status: str, *, is_put_off: bool) -> list[str]:
    """Returns what becomes of the sign-up."""
    if status == EventStatus.CANCELLED:
        return [_("Il n’a pas lieu : vous n’avez rien à faire. Vos données sont effacées comme annoncé.")]
    has_seat = sign_up.state == SignUpState.CONFIRMED
    stays = _("Votre place reste à vous.") if has_seat else _("Votre rang d’arrivée reste le même.")
    if is_put_off:
        return [stays, _("La nouvelle date vous sera écrite dès qu’elle est connue.")]
    cannot = _("Si vous ne pouvez plus venir, annulez par le lien ci-dessous.")
    return [stays, cannot, _("Le calendrier joint remplace l’ancien dans votre agenda.")]


def tell_of_erasure(sign_up: SignUp, shown: ShownEvent, moment: datetime) -> None:
    """Mails that an event that was postponed has no date, and that what is known of the person is erased soon."""
    with override(sign_up.language):
        event = shown.page(sign_up.language)
        zone = event.time_zone if event is not None else timezone.get_current_timezone()
        lines = [
            _("L’événement a été reporté, et aucune nouvelle date n’est connue depuis longtemps."),
            _(
                "Vos données sont effacées le %(moment)s, et votre place ou votre rang avec elles. Si une nouvelle "
                "date est annoncée d’ici là, rien n’est effacé et elle vous est écrite."
            )
            % {"moment": moment_in_zone(moment, zone)},
            _("Vous n’avez rien à faire. Pour tout effacer dès maintenant, ouvrez le lien ci-dessous."),
        ]
        send_to_person(sign_up, shown, _("vos données seront bientôt effacées"), lines)
