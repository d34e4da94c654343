"""Sign-ups of people to an event, and the invitations by which a cluster gives an organisation one of its seats."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Organisation
from events.models.signup_sheet import SignUpSheet
from fedcms.core.mail_addresses import validate_deliverable

NONCE_LENGTH = 32
MAX_NOTE = 2000


class SignUpState(models.TextChoices):
    """What becomes of a sign-up."""

    ASKED = "asked", _("adresse à confirmer")
    EXPIRED = "expired", _("adresse jamais confirmée")
    REVIEW = "review", _("à examiner")
    WAITING = "waiting", _("en liste d’attente")
    CONFIRMED = "confirmed", _("a une place")
    DECLINED = "declined", _("refusée")
    CANCELLED = "cancelled", _("annulée")


OPEN_STATES = (SignUpState.ASKED, SignUpState.REVIEW, SignUpState.WAITING, SignUpState.CONFIRMED)
"""The states of sign-ups that somebody may still cancel or correct."""
KNOWN_STATES = (*OPEN_STATES, SignUpState.DECLINED)
"""The states in which an address has signed up: it has one such sign-up to an event."""


class SeatProof(models.TextChoices):
    """How it is known for whose quota somebody counts."""

    ORGANISATION = "organisation", _("confirmée par l’organisation")
    INVITATION = "invitation", _("invitée par le cluster")


def new_nonce() -> str:
    """Returns what makes a link another one than every other."""
    return get_random_string(NONCE_LENGTH)


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """The queries on sign-ups."""

    def known(self, email_key: str) -> Self:
        """Filters those by which an address has signed up."""
        return self.filter(email_key=email_key, state__in=KNOWN_STATES)

    def in_state(self, *states: SignUpState) -> Self:
        """Filters those in one of some states."""
        return self.filter(state__in=states)

    def by_rank(self) -> Self:
        """Orders by arrival; those who have not confirmed their address come last."""
        return self.order_by(models.F("rank").asc(nulls_last=True), "pk")

    def with_person(self) -> Self:
        """Filters those of which the person is still known."""
        return self.filter(erased_at=None)


class SignUp(models.Model):
    """One person who signs up for one event.

    Its rank is its arrival: the moment at which the address was confirmed. When the person is erased, state and
    cluster stay, as numbers.
    """

    sheet = models.ForeignKey(SignUpSheet, on_delete=models.CASCADE, related_name="sign_ups")
    state = models.CharField(_("état"), max_length=10, choices=SignUpState, default=SignUpState.ASKED)
    rank = models.PositiveIntegerField(_("rang"), null=True)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    # The address as it is compared (clusters.people.addresses).
    email_key = models.CharField(max_length=254, blank=True, db_index=True)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    language = models.CharField(_("langue"), max_length=12)
    answers = models.JSONField(default=dict)
    # Whom the person names, and for whose quota it counts because somebody has confirmed it.
    claimed_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cluster = models.ForeignKey(
        Cluster, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("place de")
    )
    seat_proof = models.CharField(max_length=12, choices=SeatProof, blank=True)
    # The words that were agreed to.
    consent = models.TextField(blank=True)
    note = models.TextField(_("note de l’équipe"), max_length=MAX_NOTE, blank=True)
    # Of the form: sent twice, it makes one sign-up.
    form_key = models.CharField(max_length=32, unique=True)
    # A link that is void has another.
    nonce = models.CharField(max_length=NONCE_LENGTH, default=new_nonce)
    asked_at = models.DateTimeField(default=timezone.now)
    arrived_at = models.DateTimeField(null=True)
    seated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    checked_in_at = models.DateTimeField(null=True)
    # When that was said last, by whatever device: what is older changes nothing.
    presence_changed_at = models.DateTimeField(null=True)
    # The last mail that somebody caused by asking with this address.
    reminded_at = models.DateTimeField(default=timezone.now)
    reminders = models.PositiveSmallIntegerField(default=0)
    # When the organisation that the person names was asked whether they come for it.
    organisation_asked_at = models.DateTimeField(null=True)
    # Put onto the list with many others at once: the mail that says so is still to be written.
    is_to_be_told = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)

    # The usage of an organisation is shown to people who must not know who comes for it.
    wagtail_reference_index_ignore = True

    objects: ClassVar[SignUpQuerySet] = SignUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        indexes: ClassVar = [models.Index(fields=["sheet", "state", "rank"], name="sign_up_by_rank")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "rank"], name="nobody_has_anothers_rank"),
            models.UniqueConstraint(
                fields=["sheet", "email_key"],
                condition=Q(state__in=KNOWN_STATES) & ~Q(email_key=""),
                name="one_sign_up_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be cancelled or corrected."""
        return self.state in OPEN_STATES


class SignUpInvitationQuerySet(models.QuerySet["SignUpInvitation"]):
    """The queries on invitations."""

    def unused(self) -> Self:
        """Filters those that still serve: nobody who used one has confirmed an address."""
        return self.filter(Q(sign_up=None) | Q(sign_up__arrived_at=None))


class SignUpInvitation(models.Model):
    """The invitation of a cluster to an organisation of its own: who signs up by its link has a seat of its quota."""

    sheet = models.ForeignKey(SignUpSheet, on_delete=models.CASCADE, related_name="invitations")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("courriel"), validators=[validate_deliverable])
    language = models.CharField(_("langue"), max_length=12)
    nonce = models.CharField(max_length=NONCE_LENGTH, default=new_nonce)
    # Of the form: sent twice, it makes one invitation.
    form_key = models.UUIDField(unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    # It serves until somebody who used it has confirmed an address.
    sign_up = models.OneToOneField(SignUp, null=True, on_delete=models.SET_NULL, related_name="invitation")

    wagtail_reference_index_ignore = True

    objects: ClassVar[SignUpInvitationQuerySet] = SignUpInvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation à un événement")
        verbose_name_plural = _("invitations à un événement")
        ordering: ClassVar = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"
