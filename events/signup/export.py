"""Writes sign-ups for who may have them: those of an event as lines of a table, one person's as plain values."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import SignUp, SignUpInvitation, SignUpMessageRecipient, SignUpQuestion
from events.signup.questions import answer_in_words
from fedcms.core.i18n.moments import short_moment


def headings(questions: Sequence[SignUpQuestion], city: str = "") -> list[str]:
    """Returns the names of the columns in the active language; those of moments name the city of their zone."""
    zone = f" ({city})" if city else ""
    return [
        *(_("rang"), _("état"), _("nom"), _("courriel"), _("organisation"), _("place de"), _("langue")),
        *(_("arrivée") + zone, _("présence") + zone, _("note")),
        *(str(question.label) for question in questions),
    ]


def values_of(sign_up: SignUp, questions: Sequence[SignUpQuestion]) -> list[object]:
    """Returns the cells of a sign-up in the active language: a number, moments, and texts."""
    return [
        *(sign_up.rank, sign_up.get_state_display(), sign_up.name, sign_up.email, sign_up.organisation),
        *(str(sign_up.cluster or ""), sign_up.language, sign_up.arrived_at, sign_up.checked_in_at),
        sign_up.note,
        *(answer_in_words(sign_up.answers.get(question.key)) for question in questions),
    ]


def lines_of(
    sign_ups: Iterable[SignUp], questions: Sequence[SignUpQuestion], language: str, zone: tzinfo
) -> Iterator[list[object]]:
    """Yields the line of each sign-up, in a language and a time zone: the view has ended by then."""
    for each in sign_ups:
        with override(language), timezone.override(zone):
            yield [_as_text(value) for value in values_of(each, questions)]


def _as_text(value: object) -> object:
    """Returns what stands in a line of CSV, which knows neither moments nor nothing."""
    return "" if value is None else short_moment(value) if isinstance(value, datetime) else value


def data_download(sign_up: SignUp, name: str) -> JsonResponse:
    """Returns all that is known of a person as a file of a name. Who sends it says that nobody keeps it."""
    response = JsonResponse(data_of(sign_up), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def data_of(sign_up: SignUp) -> dict[str, object]:
    """Returns all that is known of a person, as plain values."""
    moments = (
        *("asked_at", "arrived_at", "seated_at", "ended_at", "checked_in_at", "presence_changed_at"),
        "organisation_asked_at",
    )
    values = {name: getattr(sign_up, name) for name in moments}
    invitation = SignUpInvitation.objects.filter(sign_up=sign_up).first()
    claimed = sign_up.claimed_organisation
    written = sign_up.messages.exclude(done_at=None).select_related("message")
    questions = {question.key: str(question.label) for question in sign_up.sheet.questions.all()}
    return {
        "event": str(sign_up.sheet.translation_key),
        "name": sign_up.name,
        "email": sign_up.email,
        "organisation": sign_up.organisation,
        "organisation_in_directory": claimed.name if claimed is not None else None,
        "cluster": str(sign_up.cluster) if sign_up.cluster else None,
        "seat_proof": sign_up.seat_proof,
        "language": sign_up.language,
        "state": sign_up.state,
        "rank": sign_up.rank,
        "answers": {questions.get(key, key): value for key, value in sign_up.answers.items()},
        "consent": sign_up.consent,
        "note": sign_up.note,
        "messages": [_message_data(each, sign_up.language) for each in written.order_by("pk")],
        "invited_at": invitation.email if invitation is not None else None,
        **{name: value.isoformat() if value else None for name, value in values.items()},
    }


def _message_data(recipient: SignUpMessageRecipient, language: str) -> dict[str, str]:
    """Returns what a team wrote to somebody, in the language in which they got it."""
    message = recipient.message
    written_in = message.text.language_for(language)
    return {
        "sent_at": message.sent_at.isoformat(),
        "subject": message.subject.text_for(written_in),
        "text": message.text.text_for(written_in),
    }
