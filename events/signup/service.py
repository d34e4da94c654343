"""Changes sign-ups one at a time for each sheet: every function locks its row, counts anew, and queues the mails."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.people.addresses import is_deliverable, is_same_address
from clusters.publishing.refusal import Refusal
from events.models import SeatProof, SignUp, SignUpInvitation, SignUpState
from events.models.signup_bounds import AskedOrganisation
from events.signup import mails
from events.signup.event_notices import note_event
from events.signup.mail_frame import ShownEvent
from events.signup.organisation_mails import ask_organisation
from events.signup.seat_giving import give_seats, locked_sheet
from events.signup.sheet_events import takes_people
from events.unproven_mails import forget_unproven

MOST_QUESTIONS = 3
"""So often an organisation is asked about one address that signs up and cancels."""


def _locked(sign_up: SignUp) -> SignUp:
    """Returns a sign-up as it is now, its sheet locked before it. Raises `Refusal` if the person is erased."""
    sheet = locked_sheet(sign_up.sheet_id)
    rows = SignUp.objects.select_related("claimed_organisation__cluster")
    found = rows.with_person().filter(pk=sign_up.pk).first()
    if found is None:
        raise Refusal(_("Ces données ont été effacées."), reason="erased")
    found.sheet = sheet
    return found


@transaction.atomic
def confirm(sign_up: SignUp, now: datetime | None = None) -> SignUp:
    """Confirms an address: the person arrives, last of all, and has a seat if one is free. Raises `Refusal`.

    Who has confirmed already is returned as it is.
    """
    found = _locked(sign_up)
    now = now or timezone.now()  # after the lock was waited for
    if found.state != SignUpState.ASKED:
        return found
    if found.asked_at <= now - mails.TIME_TO_CONFIRM:
        raise Refusal(_("Ce lien a expiré : inscrivez-vous de nouveau."), reason="expired")
    sheet = found.sheet
    shown = ShownEvent(sheet)
    if not takes_people(shown.page(found.language), now):
        raise Refusal(_("On ne s’inscrit plus à cet événement."), reason="over")
    # Who arrives knows the event as it is now; those who were there before are told.
    note_event(sheet, shown)
    sheet.last_rank += 1
    sheet.save(update_fields=["last_rank"])
    found.rank, found.arrived_at = sheet.last_rank, now
    found.state = SignUpState.REVIEW if sheet.is_reviewed else SignUpState.WAITING
    _count_for_cluster(found)
    is_asked = found.cluster_id is None and _may_ask(found, now)
    found.organisation_asked_at = now if is_asked else None
    found.save()
    # The mailbox answers: what others asked with its address does not count against it any more.
    forget_unproven(found.email_key)
    give_seats(sheet, now, arriving=found, shown=shown)
    if is_asked:
        ask_organisation(found, shown)
    return found


def _may_ask(sign_up: SignUp, now: datetime) -> bool:
    """Counts a question to the organisation that somebody names; returns False if none may go to it."""
    claimed = sign_up.claimed_organisation
    if claimed is None or not claimed.email or not is_deliverable(claimed.email):
        return False
    asked = SignUp.objects.filter(sheet=sign_up.sheet_id, email_key=sign_up.email_key)
    asked = asked.filter(claimed_organisation=claimed).exclude(organisation_asked_at=None)
    if asked.count() >= MOST_QUESTIONS:
        return False
    return AskedOrganisation.ask_again(claimed, timezone.localdate(now))


def _count_for_cluster(sign_up: SignUp) -> None:
    """Says for which cluster somebody counts who was invited, or whose address is that of the organisation."""
    invitation = SignUpInvitation.objects.filter(sign_up=sign_up).first()
    claimed = sign_up.claimed_organisation
    if invitation is not None:
        sign_up.cluster_id, sign_up.seat_proof = invitation.cluster_id, SeatProof.INVITATION
    elif claimed is not None and claimed.email and is_same_address(claimed.email, sign_up.email):
        sign_up.cluster_id, sign_up.seat_proof = claimed.cluster_id, SeatProof.ORGANISATION


@transaction.atomic
def vouch(sign_up: SignUp, now: datetime | None = None) -> SignUp:
    """Notes that an organisation confirms that somebody comes for it: it counts for its cluster from now on.

    Raises `Refusal`. Confirmed twice, it counts once.
    """
    found = _locked(sign_up)
    now = now or timezone.now()  # after the lock was waited for
    claimed = found.claimed_organisation
    if claimed is None or not found.is_open or found.state == SignUpState.ASKED:
        raise Refusal(_("Cette inscription n’est plus à confirmer."), reason="over")
    if found.cluster_id is None:
        found.cluster_id, found.seat_proof = claimed.cluster_id, SeatProof.ORGANISATION
        found.save(update_fields=["cluster", "seat_proof"])
        give_seats(found.sheet, now)
        found.refresh_from_db(fields=["state", "seated_at"])
    return found


def _end(
    found: SignUp, state: SignUpState, tell: Callable[[SignUp, ShownEvent], None] | None, now: datetime
) -> SignUp:
    """Ends a sign-up: tells the person, and gives the seat to who comes next."""
    found.state, found.ended_at = state, now
    found.save(update_fields=["state", "ended_at"])
    shown = ShownEvent(found.sheet)
    if tell is not None:
        tell(found, shown)
    give_seats(found.sheet, now, shown=shown)
    return found


@transaction.atomic
def cancel(sign_up: SignUp, now: datetime | None = None, *, is_told: bool = True) -> SignUp:
    """Cancels a sign-up for its person; one that is over already stays as it is. Raises `Refusal`."""
    found = _locked(sign_up)
    if not found.is_open:
        return found
    # An address that was never confirmed may be anybody's.
    tell = mails.tell_cancelled if is_told and found.state != SignUpState.ASKED else None
    return _end(found, SignUpState.CANCELLED, tell, now or timezone.now())


@transaction.atomic
def decline(sign_up: SignUp, now: datetime | None = None) -> SignUp:
    """Declines a sign-up for the organisers, also one that has a seat; told once. Raises `Refusal`."""
    found = _locked(sign_up)
    if found.state == SignUpState.DECLINED:
        return found
    if found.state not in (SignUpState.REVIEW, SignUpState.WAITING, SignUpState.CONFIRMED):
        raise Refusal(_("Cette inscription n’attend pas de réponse."))
    return _end(found, SignUpState.DECLINED, mails.tell_declined, now or timezone.now())


@transaction.atomic
def accept(sign_up: SignUp, now: datetime | None = None) -> SignUp:
    """Accepts what is reviewed, or was declined: it has a seat, or waits at its rank of arrival. Raises `Refusal`."""
    found = _locked(sign_up)
    now = now or timezone.now()  # after the lock was waited for
    if found.state not in (SignUpState.REVIEW, SignUpState.DECLINED):
        raise Refusal(_("Cette inscription n’attend pas de réponse."))
    shown = ShownEvent(found.sheet)
    if not takes_people(shown.page(found.language), now):
        raise Refusal(_("On ne s’inscrit plus à cet événement."))
    found.state, found.ended_at = SignUpState.WAITING, None
    found.save(update_fields=["state", "ended_at"])
    give_seats(found.sheet, now, arriving=found, shown=shown)
    return found


@transaction.atomic
def correct(sign_up: SignUp, name: str, organisation: str, answers: dict[str, object]) -> SignUp:
    """Changes what a person wrote; rank and seat stay. Told once the address is confirmed. Raises `Refusal`."""
    found = _locked(sign_up)
    if not found.is_open:
        raise Refusal(_("Cette inscription est close : on ne peut plus la corriger."))
    if (found.name, found.organisation, found.answers) == (name, organisation, answers):
        return found
    found.name, found.organisation, found.answers = name, organisation, answers
    found.save(update_fields=["name", "organisation", "answers"])
    if found.state != SignUpState.ASKED:
        mails.tell_corrected(found, ShownEvent(found.sheet))
    return found


@transaction.atomic
def check_in(sign_up: SignUp, *, is_here: bool) -> SignUp:
    """Notes that somebody with a seat has come, or that this was an error. Raises `Refusal`."""
    found = _locked(sign_up)
    if found.state != SignUpState.CONFIRMED:
        raise Refusal(_("Cette personne n’a pas de place."))
    if is_here != (found.checked_in_at is not None):
        found.presence_changed_at = timezone.now()
        found.checked_in_at = found.presence_changed_at if is_here else None
        found.save(update_fields=["checked_in_at", "presence_changed_at"])
    return found
