"""Webhooks: the address of a partner that is told of what is published, what it was told, and each delivery."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from fedcms.core.models import Topic
from search.harvest.network import origin_of
from search.harvest_failures import Failure

MAX_ADDRESS = 500
MAX_EXCERPT = 200


class EventType(models.TextChoices):
    """What a partner is told. The values are part of the public interface (docs/webhooks.md)."""

    PUBLISHED = "content.published", _("Publication")
    UPDATED = "content.updated", _("Mise à jour")
    WITHDRAWN = "content.withdrawn", _("Retrait")
    TEST = "webhook.test", _("Essai")


class OffReason(models.TextChoices):
    """Why a webhook is off."""

    PERSON = "person", _("éteint par l’équipe")
    GONE = "gone", _("éteint : le partenaire répond que l’adresse est abandonnée (410)")
    FAILING = "failing", _("éteint : le partenaire ne répond plus")
    TOPICS = "topics", _("éteint : les thèmes qu’il suivait n’existent plus")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """The queries on webhooks."""

    def of_cluster(self, cluster_id: int | None) -> Self:
        """Filters those of a cluster that nobody has deleted; `None` means the federation."""
        return self.filter(cluster=cluster_id, is_deleted=False)

    def locked(self) -> Self:
        """Locks them in one order; whoever writes deliveries or copies locks their webhooks before."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class Webhook(models.Model):
    """An address of a partner, and what it wants to be told.

    Its secret is stored nowhere: it is derived from `salt` and the site's secret key (home.webhooks.signing).
    """

    # None means the federation.
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(_("nom du partenaire"), max_length=120)
    address = models.CharField(_("adresse"), max_length=MAX_ADDRESS)
    origin = models.CharField(
        max_length=300, editable=False, help_text="Scheme, host and port of the address."
    )
    covers_all = models.BooleanField(_("contenus de toute la fédération"), default=False)
    # Empty means all.
    kinds = models.JSONField(_("types de contenu"), default=list, blank=True)
    languages = models.JSONField(_("langues"), default=list, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("thèmes"))
    # Else all topics, and pages without any. Kept apart, since a topic that is deleted leaves `topics`.
    names_topics = models.BooleanField(default=False)
    is_on = models.BooleanField(default=False)
    # Hidden, until the worker has deleted its many rows.
    is_deleted = models.BooleanField(default=False)
    off_reason = models.CharField(max_length=10, choices=OffReason, default=OffReason.PERSON, blank=True)
    salt = models.CharField(max_length=64)
    former_salt = models.CharField(max_length=64, blank=True)
    former_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Counts requests: each has a number of its own, by which a partner drops what comes too late.
    sequence = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    last_failed_at = models.DateTimeField(null=True)
    # As the last answer was; until the first one nobody knows.
    is_slow = models.BooleanField(default=True)
    not_before = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)

    objects: ClassVar[WebhookQuerySet] = WebhookQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering: ClassVar = ["name", "pk"]
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["origin"], name="webhook_by_origin")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the webhook, with the origin of its address."""
        self.origin = origin_of(self.address)
        super().save(*args, **kwargs)


class WebhookCopy(models.Model):
    """A page of which a partner may hold a copy: it is told when the page is no longer public."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="copies")
    # Without a constraint: the page may be deleted before the partner is told.
    page_id = models.PositiveBigIntegerField()
    translation_key = models.UUIDField()
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=30)
    url = models.TextField(help_text="The address that the partner was told last.")
    is_confirmed = models.BooleanField(default=False, help_text="The partner has answered that it took it.")

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "page_id"], name="one_copy_a_webhook")
        ]
        indexes: ClassVar = [models.Index(fields=["page_id"], name="webhook_copy_by_page")]

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.url}"


class DeliveryState(models.TextChoices):
    """What became of a delivery."""

    WAITING = "waiting", _("en attente")
    DELIVERED = "delivered", _("livré")
    GIVEN_UP = "given_up", _("abandonné")
    REPLACED = "replaced", _("remplacé par un envoi plus récent")
    DROPPED = "dropped", _("sans objet")


class DeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """The queries on deliveries."""

    def due(self, now: datetime) -> Self:
        """Filters those to send at `now` (aware), to servers to which no request is under way."""
        busy = Webhook.objects.filter(claimed_until__gte=now).values("origin")
        is_open = models.Q(webhook__not_before=None) | models.Q(webhook__not_before__lte=now)
        is_test = models.Q(event=EventType.TEST)
        waiting = self.filter(state=DeliveryState.WAITING, next_try_at__lte=now, webhook__is_deleted=False)
        can_go = is_test | models.Q(is_open, webhook__is_on=True)
        return waiting.filter(can_go).exclude(webhook__origin__in=busy)


class WebhookDelivery(models.Model):
    """One event for one webhook. What it says is read when it is sent: nothing of it is stored."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=60, unique=True, help_text="The same in every try.")
    # Of what it is about; empty for a test.
    page_id = models.PositiveBigIntegerField(null=True)
    event = models.CharField(
        max_length=20,
        choices=EventType,
        blank=True,
        help_text="As it was sent last; empty before the first try.",
    )
    # As it seemed when it was written: it goes before what is to be published.
    is_withdrawal = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=20, choices=Failure, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)
    excerpt = models.CharField(max_length=MAX_EXCERPT, blank=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        default_permissions = ()
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["webhook", "page_id"],
                name="one_untried_delivery",
                condition=models.Q(state=DeliveryState.WAITING, tries=0),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["page_id"],
                name="webhook_delivery_of_page",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
            models.Index(
                fields=["next_try_at"],
                name="webhook_delivery_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
            models.Index(fields=["webhook", "-created_at", "-id"], name="webhook_delivery_list"),
            models.Index(fields=["finished_at"], name="webhook_delivery_finished"),
        ]

    def __str__(self) -> str:
        return self.message_id
