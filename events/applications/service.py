"""Saves, sends, withdraws an application for its person, and notes that its organisation confirms it.

The moment of closing is asked under the call's lock, whenever the form was shown. What is told is queued in the same
transaction.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.people.addresses import is_deliverable, is_same_address
from clusters.publishing.refusal import Refusal
from events.applications import mails
from events.applications.jury_mails import tell_place_free
from events.applications.locks import locked_application, refuse_unless_writable
from events.applications.mail_frame import ShownMission
from events.models import Application, ApplicationState, DecisionKind, SeatProof
from events.models.application import ACTIVE_STATES
from events.models.signup_bounds import AskedOrganisation
from events.signup.mails import TIME_TO_CONFIRM
from events.unproven_mails import forget_unproven

WORDS = ("name", "website", "profile", "offer", "sought", "motivation")
"""What an applicant writes."""


def refuse_outdated(application: Application, version: str) -> None:
    """Raises `Refusal` if an application was saved since a form of a version was shown."""
    if version != str(application.version):
        raise Refusal(
            _(
                "Cette candidature a été enregistrée entre-temps, dans un autre onglet ou par un collègue. Ce que vous "
                "avez écrit est encore là : envoyez de nouveau pour le garder à la place."
            ),
            reason="outdated",
        )


@transaction.atomic
def save(
    application: Application,
    words: Mapping[str, str],
    version: str,
    form_key: str,
    *,
    submits: bool,
    has_new_files: bool = False,
    now: datetime | None = None,
) -> Application:
    """Saves what an applicant writes, and sends it in if asked, or if it was sent before. Raises `Refusal`.

    The first time confirms the address. A form that comes twice counts once.
    """
    found = locked_application(application)
    # After the lock was waited for: the call may have closed meanwhile.
    now = now or timezone.now()
    has_changed = has_new_files or any(getattr(found, name) != value for name, value in words.items())
    was_sent = found.state == ApplicationState.SUBMITTED
    # The answer to it may be lost, and something else written since: that is not the same form any more.
    if form_key and found.saved_form_key == form_key and not has_changed and (was_sent or not submits):
        return found
    refuse_unless_writable(found, now)
    refuse_outdated(found, version)
    shown = ShownMission(found.call)
    is_asked = _confirm(found, now) if found.state == ApplicationState.ASKED else False
    for name, value in words.items():
        setattr(found, name, value)
    if submits or was_sent:
        _check_complete(found)
        found.state, found.submitted_at = ApplicationState.SUBMITTED, found.submitted_at or now
    found.version, found.saved_form_key, found.saved_at = found.version + 1, form_key, now
    found.save()
    if is_asked:
        mails.ask_organisation(found, shown)
    if was_sent:
        if has_changed:
            mails.tell_corrected(found, shown)
    elif found.state == ApplicationState.SUBMITTED:
        mails.tell_submitted(found, shown)
    return found


@transaction.atomic
def note_new_files(application: Application) -> None:
    """Notes that files were kept of a form whose words were refused: an older form does not replace them unseen.

    Of an application that was sent, its person hears of it. Raises `Refusal`.
    """
    found = locked_application(application)
    found.version += 1
    found.save(update_fields=["version"])
    if found.state == ApplicationState.SUBMITTED:
        mails.tell_corrected(found, ShownMission(found.call))


def _check_complete(found: Application) -> None:
    """Raises `Refusal` for an application that lacks a document, or of an organisation that applies already."""
    needed = set(found.call.documents.filter(is_required=True).values_list("pk", flat=True))
    if needed - set(found.documents.values_list("requested_id", flat=True)):
        raise Refusal(_("Il manque un document obligatoire."), reason="incomplete")
    if found.claimed_organisation_id is not None:
        others = Application.objects.filter(claimed_organisation=found.claimed_organisation).exclude(proof="")
    else:
        others = Application.objects.filter(
            claimed_organisation=None,
            organisation_key=found.organisation_key,
            state=ApplicationState.SUBMITTED,
        )
    others = others.with_person().filter(call=found.call, state__in=ACTIVE_STATES)
    if others.exclude(pk=found.pk).exists():
        raise Refusal(
            _(
                "Votre organisation a déjà une candidature à cette mission. Retirez-la d’abord, ou écrivez aux "
                "organisateurs."
            ),
            reason="other",
        )


def _confirm(found: Application, now: datetime) -> bool:
    """Notes that the address is confirmed; returns whether its organisation is to be asked. Raises `Refusal`."""
    if found.asked_at <= now - TIME_TO_CONFIRM:
        raise Refusal(_("Ce lien a expiré : recommencez depuis la page de la mission."), reason="expired")
    found.state, found.confirmed_at = ApplicationState.DRAFT, now
    forget_unproven(found.email_key)
    claimed = found.claimed_organisation
    if claimed is None or not claimed.email:
        return False
    if is_same_address(claimed.email, found.email):
        if not _has_other(found):
            found.cluster_id, found.proof = claimed.cluster_id, SeatProof.ORGANISATION
        return False
    if not is_deliverable(claimed.email) or not AskedOrganisation.ask_again(claimed, timezone.localdate(now)):
        return False
    found.organisation_asked_at = now
    return True


def _has_other(found: Application) -> bool:
    """Returns whether the organisation has confirmed another application to the same mission."""
    others = Application.objects.filter(call=found.call_id, claimed_organisation=found.claimed_organisation)
    return others.filter(state__in=ACTIVE_STATES).exclude(proof="").exclude(pk=found.pk).exists()


@transaction.atomic
def vouch(application: Application) -> Application:
    """Notes that an organisation confirms an application: it counts for its cluster from now on. Raises `Refusal`.

    It confirms one for a mission; confirmed twice, it counts once.
    """
    found = locked_application(application)
    claimed = found.claimed_organisation
    if claimed is None or not found.is_active:
        raise Refusal(_("Cette candidature n’est plus à confirmer."), reason="over")
    if found.proof:
        return found
    if _has_other(found):
        raise Refusal(_("Vous avez déjà confirmé une autre candidature à cette mission."), reason="other")
    found.cluster_id, found.proof = claimed.cluster_id, SeatProof.ORGANISATION
    found.save(update_fields=["cluster", "proof"])
    return found


@transaction.atomic
def withdraw(application: Application, now: datetime | None = None, *, is_told: bool = True) -> Application:
    """Withdraws an application for its person, also after the closing; one that is over stays as it is.

    Of one that was chosen, the team is told, without a name.
    """
    found = locked_application(application)
    if found.state not in (ApplicationState.ASKED, *ACTIVE_STATES):
        return found
    # An address that was never confirmed may be anybody's.
    is_told = is_told and found.state != ApplicationState.ASKED
    was_chosen = found.state == ApplicationState.SUBMITTED and found.decision == DecisionKind.CHOSEN
    found.state, found.withdrawn_at = ApplicationState.WITHDRAWN, now or timezone.now()
    found.save(update_fields=["state", "withdrawn_at"])
    if is_told:
        mails.tell_withdrawn(found, ShownMission(found.call))
    if was_chosen:
        tell_place_free(found.call)
    return found
