"""Applications of organisations to a mission, with the documents that they send."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Organisation
from events.models.call import CallForApplications, RequestedDocument, private_storage
from events.models.signup import NONCE_LENGTH, SeatProof, new_nonce

LONGEST_TEXT = 4000


class ApplicationState(models.TextChoices):
    """What becomes of an application, before anybody decides."""

    ASKED = "asked", _("adresse à confirmer")
    EXPIRED = "expired", _("adresse jamais confirmée")
    DRAFT = "draft", _("brouillon")
    SUBMITTED = "submitted", _("envoyée")
    WITHDRAWN = "withdrawn", _("retirée")


class DecisionKind(models.TextChoices):
    """What is decided about an application."""

    CHOSEN = "chosen", _("choisie")
    RESERVE = "reserve", _("en réserve")
    REFUSED = "refused", _("non retenue")


KNOWN_STATES = (ApplicationState.ASKED, ApplicationState.DRAFT, ApplicationState.SUBMITTED)
"""The states in which an address applies: it has one such application to a mission."""
ACTIVE_STATES = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)
"""The states of those whose address is confirmed: an organisation vouches for one of them."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    """The queries on applications."""

    def known(self, email_key: str) -> Self:
        """Filters those by which an address applies."""
        return self.filter(email_key=email_key, state__in=KNOWN_STATES)

    def in_state(self, *states: ApplicationState) -> Self:
        """Filters those in one of some states."""
        return self.filter(state__in=states)

    def with_person(self) -> Self:
        """Filters those of which the person is still known."""
        return self.filter(erased_at=None)

    def chosen_for(self, translation_key: UUID) -> Self:
        """Filters those that were chosen for a mission, with what they say of themselves, by organisation.

        Of people who were erased, nothing is left to show.
        """
        found = self.chosen().filter(call__translation_key=translation_key)
        return found.select_related("claimed_organisation", "cluster").order_by("organisation", "pk")

    def chosen(self) -> Self:
        """Filters those that are in the delegation of any mission."""
        return self.submitted().filter(decision=DecisionKind.CHOSEN)

    def waiting(self, now: datetime) -> Self:
        """Filters those whose people wait for their mission at `now` (aware), or are to go: not those refused.

        A draft waits until the call closes. Of a mission that is cancelled, nobody waits.
        """
        is_draft = Q(state=ApplicationState.DRAFT, call__closes_at__gt=now)
        is_sent = Q(state=ApplicationState.SUBMITTED) & ~Q(decision=DecisionKind.REFUSED)
        return self.with_person().filter(is_draft | is_sent, call__is_cancelled=False)

    def submitted(self) -> Self:
        """Filters those that were sent and not withdrawn, of people who are still known."""
        return self.with_person().in_state(ApplicationState.SUBMITTED)


class Application(models.Model):
    """One organisation that applies to one mission, written by one person by a link.

    When the person is erased, state, cluster and moments stay, as numbers.
    """

    call = models.ForeignKey(CallForApplications, on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(
        _("état"), max_length=10, choices=ApplicationState, default=ApplicationState.ASKED
    )
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    # The address as it is compared (clusters.people.addresses).
    email_key = models.CharField(max_length=254, blank=True, db_index=True)
    language = models.CharField(_("langue"), max_length=12)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    # The organisation's name as it is compared.
    organisation_key = models.CharField(max_length=200, blank=True)
    # Which one of a directory it is, and for which cluster it counts because somebody has confirmed it.
    claimed_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cluster = models.ForeignKey(
        Cluster, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("cluster")
    )
    proof = models.CharField(max_length=12, choices=SeatProof, blank=True)
    website = models.URLField(_("site"), blank=True)
    profile = models.TextField(_("qui vous êtes"), max_length=LONGEST_TEXT, blank=True)
    offer = models.TextField(_("ce que vous proposez"), max_length=LONGEST_TEXT, blank=True)
    sought = models.TextField(_("ce que vous cherchez"), max_length=LONGEST_TEXT, blank=True)
    motivation = models.TextField(_("pourquoi cette mission"), max_length=LONGEST_TEXT, blank=True)
    # The last of its decisions (events.models.decision), for lists.
    decision = models.CharField(_("décision"), max_length=8, choices=DecisionKind, blank=True)
    # The words that were agreed to.
    consent = models.TextField(blank=True)
    # Of the form that began it: sent twice, it makes one application.
    form_key = models.CharField(max_length=32, unique=True)
    # How often its words were saved, and by which form last: an older form is refused, a double one counts once.
    version = models.PositiveIntegerField(default=0)
    saved_form_key = models.CharField(max_length=32, blank=True)
    # A link that is void has another.
    nonce = models.CharField(max_length=NONCE_LENGTH, default=new_nonce)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # The last mail that somebody caused by asking with this address.
    reminded_at = models.DateTimeField(default=timezone.now)
    reminders = models.PositiveSmallIntegerField(default=0)
    # When the organisation was asked whether the person applies for it.
    organisation_asked_at = models.DateTimeField(null=True)
    # When somebody who goes was told of the delegation's page.
    delegation_told_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    # The usage of an organisation is shown to people who must not know who applies for it.
    wagtail_reference_index_ignore = True

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        indexes: ClassVar = [models.Index(fields=["call", "state"], name="application_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "email_key"],
                condition=Q(state__in=KNOWN_STATES) & ~Q(email_key=""),
                name="one_application_an_address",
            ),
            models.UniqueConstraint(
                fields=["call", "claimed_organisation"],
                condition=Q(state__in=ACTIVE_STATES) & ~Q(proof=""),
                name="one_application_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether it is a draft or was sent: it may be corrected until the call closes."""
        return self.state in ACTIVE_STATES


class ApplicationDocument(models.Model):
    """A document of an application, in the private storage."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    requested = models.ForeignKey(RequestedDocument, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(storage=private_storage, max_length=200)
    # Its name as it was sent, and its size in bytes.
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("document d’une candidature")
        verbose_name_plural = _("documents d’une candidature")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "requested"], name="one_file_a_document")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
