"""Mailings: a release sent by mail, one row for each recipient, and what they opened by their links."""

from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clusters.models import Accreditation, Cluster
from fedcms.core.models import Topic
from news.models.media_contact import ContactList, MediaContact


class MailingMoment(models.TextChoices):
    """When a mailing leaves."""

    NOW = "now", _("Maintenant")
    AT_PUBLICATION = "publication", _("Au moment de la publication")
    BEFORE = "before", _("Avant la publication, aux seuls accrédités")


class MailingState(models.TextChoices):
    """What becomes of a mailing."""

    WAITING = "waiting", _("attend la publication")
    SENDING = "sending", _("en cours d’envoi")
    PAUSED = "paused", _("en pause")
    DONE = "done", _("terminé")
    STOPPED = "stopped", _("arrêté")


class PauseReason(models.TextChoices):
    """Why a mailing does not go on."""

    BY_HAND = "hand", _("Quelqu’un de l’équipe a mis l’envoi en pause.")
    NOT_PUBLIC = (
        "not_public",
        _("Le communiqué n’est plus public : il a été retiré du site ou réservé. Rien d’autre n’est parti."),
    )
    NOT_READABLE = (
        "not_readable",
        _(
            "Le communiqué n’est plus à lire avant publication, ou il est déjà public. Rien d’autre n’est parti."
        ),
    )
    MAIL_SERVER = "mail_server", _("Le serveur de courriel ne répond pas, ou refuse tout. Rien n’est perdu.")


class RecipientState(models.TextChoices):
    """What became of the mail to one recipient."""

    WAITING = "waiting", _("à envoyer")
    SENDING = "sending", _("part en ce moment")
    SENT = "sent", _("envoyé")
    REFUSED = "refused", _("refusé par le serveur du destinataire")
    FAILED = "failed", _("abandonné après plusieurs essais")
    SKIPPED = "skipped", _("laissé de côté")


class MailingQuerySet(models.QuerySet["Mailing"]):
    """The queries on mailings."""

    def of_cluster(self, cluster_id: int | None) -> Self:
        """Filters those of a cluster; `None` means the federation."""
        return self.filter(cluster=cluster_id)

    def with_counts(self) -> Self:
        """Adds how many mails are in each state, and how many recipients opened something."""
        # Each number by a query of its own: joined, every opening would be counted with every state.
        rows = MailingRecipient.objects.filter(mailing=OuterRef("pk"))
        counts = {f"number_{state.value}": _number_of(rows.filter(state=state)) for state in RecipientState}
        opened = MailingOpening.objects.filter(recipient=OuterRef("pk"))
        return self.annotate(
            **counts,
            number_opened=_number_of(rows.filter(Exists(opened))),
            number_bounced=_number_of(rows.filter(bounced_at__isnull=False)),
        )


def _number_of(rows: "models.QuerySet[MailingRecipient]") -> Coalesce:
    """Returns how many rows there are of a mailing, as an annotation."""
    counted = rows.order_by().values("mailing").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class Mailing(models.Model):
    """A release that one team sends by mail."""

    # None means the federation.
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="mailings")
    # The version from which it was started: while that is not public, nothing leaves.
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    # Of the form that asked for it: sent twice, it makes one mailing.
    form_key = models.UUIDField(unique=True, default=uuid4)
    moment = models.CharField(_("quand"), max_length=12, choices=MailingMoment)
    # By language code: "subject" and "introduction"; none means the release's own title, and no introduction.
    texts = models.JSONField(default=dict)
    to_everyone = models.BooleanField(default=False)
    lists = models.ManyToManyField(ContactList, related_name="+")
    contacts = models.ManyToManyField(MediaContact, related_name="+")
    topics = models.ManyToManyField(Topic, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    # Whether those get it again to whom this team has sent the release already.
    sends_again = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=MailingState, default=MailingState.WAITING)
    pause_reason = models.CharField(max_length=12, choices=PauseReason, blank=True)
    # The batch that is under way: a task of an earlier one, repeated after a kill, does nothing.
    batch = models.PositiveIntegerField(default=0)
    # How often in a row the mail server did not answer, and when it is asked again.
    server_failures = models.PositiveIntegerField(default=0)
    next_batch_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[MailingQuerySet] = MailingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["cluster", "-created_at"], name="mailing_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_before_publication(self) -> bool:
        """Whether it goes to the accredited alone, before the moment."""
        return self.moment == MailingMoment.BEFORE


class MailingRecipient(models.Model):
    """The mail of a mailing to one address. Its Message-ID is fixed before the first try, and stays.

    Once a person is erased, the row stays without them: what was sent is counted.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    contact = models.ForeignKey(
        MediaContact, null=True, on_delete=models.SET_NULL, related_name="mails_received"
    )
    accreditation = models.ForeignKey(Accreditation, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    email_key = models.CharField(max_length=254, blank=True, db_index=True)
    languages = models.CharField(max_length=80)
    message_id = models.CharField(max_length=255, unique=True)
    state = models.CharField(max_length=12, choices=RecipientState, default=RecipientState.WAITING)
    # Why it was skipped or refused, in the words of the mail server or of `delivery`.
    reason = models.CharField(max_length=300, blank=True)
    # The worker that is sending it (fedcms.core.tasks.liveness_lock): when that is dead, it is sent again.
    claimed_by = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    # The version that was sent, and where it was then: its link leads there, whatever the site answers by now.
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.CharField(max_length=1000, blank=True)
    # What the mail service calls it, if it is no SMTP server (django-anymail).
    service_id = models.CharField(max_length=255, blank=True, db_index=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["mailing", "state", "next_try_at"], name="mailing_recipient_due")]

    def __str__(self) -> str:
        return self.message_id


class MailingOpening(models.Model):
    """Something that a recipient opened by a link of the mail: a page or a file, the first time."""

    recipient = models.ForeignKey(MailingRecipient, on_delete=models.CASCADE, related_name="openings")
    # What was opened, with its key: "page:12", "document:5", "image:7".
    subject = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "subject"], name="mailing_opening_once")]

    def __str__(self) -> str:
        return self.title
