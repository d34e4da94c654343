"""Writes sign-ups for who may have them: those of an event as lines of a table, one person's as plain values."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import SignUp, SignUpInvitation, SignUpQuestion
from events.signup.questions import answer_in_words
from fedcms.core.i18n.moments import short_moment


def headings(questions: Sequence[SignUpQuestion]) -> list[str]:
    """Returns the names of the columns in the active language."""
    return [
        *(_("rang"), _("état"), _("nom"), _("courriel"), _("organisation"), _("place de"), _("langue")),
        *(_("arrivée"), _("présence"), _("note")),
        *(str(question.label) for question in questions),
    ]


def lines_of(
    sign_ups: Iterable[SignUp], questions: Sequence[SignUpQuestion], language: str, zone: str
) -> Iterator[list[object]]:
    """Yields the line of each sign-up, in a language and a time zone: the view has ended by then."""
    for each in sign_ups:
        with override(language), timezone.override(zone):
            yield [
                *(each.rank or "", each.get_state_display(), each.name, each.email, each.organisation),
                *(str(each.cluster or ""), each.language),
                short_moment(each.arrived_at) if each.arrived_at else "",
                short_moment(each.checked_in_at) if each.checked_in_at else "",
                each.note,
                *(answer_in_words(each.answers.get(question.key)) for question in questions),
            ]


def data_download(sign_up: SignUp, name: str) -> JsonResponse:
    """Returns all that is known of a person as a file of a name. Who sends it says that nobody keeps it."""
    response = JsonResponse(data_of(sign_up), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def data_of(sign_up: SignUp) -> dict[str, object]:
    """Returns all that is known of a person, as plain values."""
    moments = ("asked_at", "arrived_at", "seated_at", "ended_at", "checked_in_at", "organisation_asked_at")
    values = {name: getattr(sign_up, name) for name in moments}
    invitation = SignUpInvitation.objects.filter(sign_up=sign_up).first()
    claimed = sign_up.claimed_organisation
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
        "invited_at": invitation.email if invitation is not None else None,
        **{name: value.isoformat() if value else None for name, value in values.items()},
    }
