"""Bundles: pages of one section that become public together, at one moment, or not at all (docs/adr/0048)."""

from collections.abc import Collection
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clusters.models.cluster import Cluster


class BundleState(models.TextChoices):
    """How far a bundle is."""

    DRAFT = "draft", _("en préparation")
    APPROVED = "approved", _("approuvé")
    # Its moment came, and one of its pages was refused: none appeared.
    HELD = "held", _("retenu")
    PUBLISHED = "published", _("paru")


class BundleQuerySet(models.QuerySet["Bundle"]):
    """The queries on bundles."""

    def open(self) -> Self:
        """Filters those that have not appeared."""
        return self.exclude(state=BundleState.PUBLISHED)

    def of_owners(self, cluster_keys: Collection[int], *, federation: bool) -> Self:
        """Filters those of some clusters, and those of the federation if asked for."""
        own = Q(cluster__in=cluster_keys)
        return self.filter(own | Q(cluster=None) if federation else own)


class Bundle(models.Model):
    """Pages that appear together; of the federation if it has no cluster."""

    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(
        _("nom du lot"), max_length=120, help_text=_("Pour votre équipe : il ne paraît nulle part.")
    )
    moment = models.DateTimeField(_("moment de diffusion"))
    state = models.CharField(max_length=10, choices=BundleState, default=BundleState.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When, and by whom, the publishers were asked to approve it as it is.
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    held_at = models.DateTimeField(null=True)
    # Why it was held: by language, a list of [title, sentence].
    held_reasons = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    objects: ClassVar[BundleQuerySet] = BundleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-moment", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_approved(self) -> bool:
        """Whether its pages are scheduled."""
        return self.state == BundleState.APPROVED

    @property
    def is_open(self) -> bool:
        """Whether it has not appeared yet."""
        return self.state != BundleState.PUBLISHED


class BundleMember(models.Model):
    """A page of a bundle, with all its languages. A page is in one bundle at most, until that has appeared."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="members")
    # The page on which the schedule of all its languages is decided; None once it is deleted. The bundle remembers it,
    # since it was to appear with the others.
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    translation_key = models.UUIDField()
    title = models.CharField(max_length=255)
    # Until the bundle has appeared, the page is published by it alone.
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key"], condition=Q(is_open=True), name="one_open_bundle_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.bundle_id})"

    @property
    def current_title(self) -> str:
        """The title of the page as the admin shows it; of one that was deleted, the title that it had when added."""
        return str(self.page.get_admin_display_title()) if self.page is not None else self.title
