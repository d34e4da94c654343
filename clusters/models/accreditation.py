"""Accreditations: who may read before publication, what they opened, and what guests wrote back."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clusters.models.cluster import Cluster
from fedcms.core.models import Topic

HASH_LENGTH = 64
MAX_COMMENT = 2000


class AccreditationKind(models.TextChoices):
    """For whom an accreditation is: a journalist reads what is scheduled, a guest the newest draft of one page."""

    JOURNALIST = "journalist", _("Journaliste, sous embargo")
    GUEST = "guest", _("Relecture d’un brouillon")


class AccreditationScope(models.TextChoices):
    """What an accreditation opens."""

    PAGE = "page", _("Cette page seulement")
    TOPIC = "topic", _("Les communiqués d’un thème")
    ALL = "all", _("Tous les communiqués")


class AccreditationQuerySet(models.QuerySet["Accreditation"]):
    """The queries on accreditations."""

    def of_cluster(self, cluster_id: int | None) -> Self:
        """Filters those that a cluster gave; `None` means the federation."""
        return self.filter(cluster=cluster_id)

    def valid(self, now: datetime | None = None) -> Self:
        """Filters those whose link serves at `now` (aware, default: this moment)."""
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now())

    def ended_before(self, moment: datetime) -> Self:
        """Filters those that expired or were revoked before a moment (aware)."""
        return self.filter(models.Q(expires_at__lt=moment) | models.Q(revoked_at__lt=moment))


class Accreditation(models.Model):
    """The right of one person without an account to read before publication, by a link of their own.

    Of the link, only the hash of its secret is stored (clusters.press_access.tokens).
    """

    # None means the federation.
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="accreditations")
    kind = models.CharField(
        _("pour qui"), max_length=12, choices=AccreditationKind, default=AccreditationKind.JOURNALIST
    )
    name = models.CharField(_("nom"), max_length=120)
    medium = models.CharField(_("média ou organisme"), max_length=120, blank=True)
    email = models.EmailField(_("courriel"))
    # The address as it is compared (clusters.people.addresses).
    email_key = models.CharField(max_length=254, db_index=True)
    language = models.CharField(_("langue"), max_length=12)
    scope = models.CharField(_("ce qui s’ouvre"), max_length=8, choices=AccreditationScope)
    # In one language; it stands for its translations, too.
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    may_comment = models.BooleanField(_("peut laisser des remarques"), default=False)
    token_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[AccreditationQuerySet] = AccreditationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("accréditation")
        verbose_name_plural = _("accréditations")
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["cluster", "-given_at"], name="accreditation_list")]

    def __str__(self) -> str:
        return f"{self.name} ({self.medium})" if self.medium else self.name

    def is_expired(self, now: datetime | None = None) -> bool:
        """Returns whether its time is over at `now` (aware, default: this moment)."""
        return self.expires_at <= (now or timezone.now())

    @property
    def is_guest(self) -> bool:
        """Whether it is for a guest, who reads the newest draft."""
        return self.kind == AccreditationKind.GUEST


class AccreditationLink(models.Model):
    """One more secret of an accreditation: that of a link in a mailing. It is void with the accreditation's own link.

    So a release that is mailed to the accredited leaves the link that they have kept as it is.
    """

    accreditation = models.ForeignKey(Accreditation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.token_hash[:8]


class AccreditationOpening(models.Model):
    """A page or a file that the holder of an accreditation opened: the first time in an hour. Never changed.

    One row an hour for each thing, so that a browser that reloads for ever fills no database.
    """

    accreditation = models.ForeignKey(Accreditation, on_delete=models.CASCADE, related_name="openings")
    # What was opened, a page, a document or an image, with its key: "page:12".
    subject = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    hour = models.DateTimeField()
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["accreditation", "subject", "hour"], name="opening_once_an_hour")
        ]

    def __str__(self) -> str:
        return self.title


class GuestComment(models.Model):
    """What a guest wrote about the draft of a page."""

    accreditation = models.ForeignKey(Accreditation, on_delete=models.CASCADE, related_name="comments")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("remarque"), max_length=MAX_COMMENT)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remarque")
        verbose_name_plural = _("remarques")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]
