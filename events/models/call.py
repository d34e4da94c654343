"""Calls for applications to a trade mission: by when, how many places, by which criteria, with which documents."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self, cast

from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from timezone_field import TimeZoneField
from wagtail.models import Orderable

from clusters.models import Cluster
from events.models.mission import TradeMissionPage
from fedcms.core.i18n.translated_text import TranslatedTextField

KEPT_DAYS = 180
LONGEST_KEPT_DAYS = 1095
MOST_PLACES = 500
LARGEST_MEGABYTES = 20
DOCUMENT_KEY_LENGTH = 8
LONGEST_COSTS = 1000
LONGEST_REASON = 300


def private_storage() -> Storage:
    """Returns where files are kept that no address of media serves."""
    return storages["private"]


PUBLIC_COLUMNS = ("closes_at", "time_zone", "places", "is_cancelled")
"""What listings, cards and calendars say of it; by the same a change is public (`MissionWithCall.shown_of_others`)."""


class ApplyBy(models.TextChoices):
    """How one applies."""

    SITE = "site", _("Par le formulaire du site")
    OUTSIDE = "outside", _("Par le formulaire d’un autre service")
    MAIL = "mail", _("Par courriel")


class FileTypes(models.TextChoices):
    """Which types of files are taken."""

    PDF = "pdf", _("PDF")
    TEXT = "text", _("PDF ou texte (docx, odt)")
    TABLE = "table", _("PDF ou tableur (xlsx, ods, csv)")
    SLIDES = "slides", _("PDF ou présentation (pptx, odp)")


ENDINGS: dict[str, tuple[str, ...]] = {
    FileTypes.PDF: ("pdf",),
    FileTypes.TEXT: ("pdf", "docx", "odt"),
    FileTypes.TABLE: ("pdf", "xlsx", "ods", "csv"),
    FileTypes.SLIDES: ("pdf", "pptx", "odp"),
}
"""The endings of files of each type, in small letters."""


class CallQuerySet(models.QuerySet["CallForApplications"]):
    """The queries on calls for applications."""

    def of_cluster(self, cluster_id: int | None) -> Self:
        """Filters those of missions that a cluster publishes; `None` means the federation."""
        pages = TradeMissionPage.objects.filter(cluster=cluster_id)
        return self.filter(translation_key__in=pages.values("translation_key"))


class CallForApplications(ClusterableModel):
    """The call for applications to one mission, the same in all its languages. Whose it is, the mission's pages say."""

    translation_key = models.UUIDField(unique=True, editable=False)
    apply_by = models.CharField(_("comment candidater"), max_length=8, choices=ApplyBy, default=ApplyBy.SITE)
    outside_url = models.URLField(_("adresse du formulaire"), blank=True)
    outside_email = models.EmailField(_("courriel où candidater"), blank=True)
    closes_at = models.DateTimeField(
        _("clôture des candidatures"),
        help_text=_("À cette minute, plus rien n’est reçu. L’heure est celle du fuseau ci-contre."),
    )
    time_zone = TimeZoneField(_("fuseau horaire"), default="Europe/Paris")
    places = models.PositiveSmallIntegerField(
        _("places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    minimum = models.PositiveSmallIntegerField(
        _("minimum pour partir"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("S’il manque des candidatures à la clôture, le site vous demande que faire."),
    )
    costs = TranslatedTextField(_("coûts"), multiline=True, text_max_length=LONGEST_COSTS, blank=True)
    support = TranslatedTextField(_("aides"), multiline=True, text_max_length=LONGEST_COSTS, blank=True)
    purpose = TranslatedTextField(
        _("à quoi servent les données"),
        text_max_length=300,
        blank=True,
        help_text=_(
            "Les candidats le lisent avant d’envoyer : « choisir la délégation et préparer le voyage »."
        ),
    )
    kept_days = models.PositiveSmallIntegerField(
        _("jours de conservation"),
        default=KEPT_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_KEPT_DAYS)],
        help_text=_("Après le retour de la mission. Ensuite, il ne reste que des nombres."),
    )
    dossier = models.FileField(
        _("dossier"), storage=private_storage, max_length=200, blank=True, editable=False
    )
    # Its name as it was sent, which readers save it under.
    dossier_name = models.CharField(max_length=120, blank=True, editable=False)
    is_cancelled = models.BooleanField(default=False, editable=False)
    # Why, as its team wrote it; nothing where applications were missing.
    cancelled_for = TranslatedTextField(text_max_length=LONGEST_REASON, blank=True, editable=False)
    # The closing of which the organisers were told that applications are missing.
    shortfall_told_for = models.DateTimeField(null=True, editable=False)
    # When it last said something else of its mission: until when one may apply, or that it does not take place.
    changed_at = models.DateTimeField(null=True, editable=False)
    # Days and city of the mission as those who apply know them, and as they knew them before the first change
    # (events.applications.mission_notices).
    known_mission = models.JSONField(default=dict, editable=False)
    announced_mission = models.JSONField(default=dict, editable=False)
    # Of the form that was saved last: sent twice, it is saved once.
    form_key = models.UUIDField(null=True, editable=False)

    objects: ClassVar[CallQuerySet] = CallQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("appel à candidatures")
        verbose_name_plural = _("appels à candidatures")

    def __str__(self) -> str:
        return str(self.translation_key)

    def save(self, *args: object, **kwargs: object) -> None:
        """Notes when what everybody reads of it has changed. One query more."""
        stored = (
            CallForApplications.objects.filter(pk=self.pk).values(*PUBLIC_COLUMNS).first()
            if self.pk
            else None
        )
        if stored is None or any(getattr(self, name) != value for name, value in stored.items()):
            self.changed_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*cast("Iterable[str]", kwargs["update_fields"]), "changed_at"}
        super().save(*args, **kwargs)

    def is_open(self, now: datetime) -> bool:
        """Returns whether something may still be sent at `now` (aware): until its moment, which is not part of it."""
        return now < self.closes_at and not self.is_cancelled


class CallQuota(models.Model):
    """The places that are reserved for the organisations of a cluster."""

    call = ParentalKey(CallForApplications, on_delete=models.CASCADE, related_name="quotas")
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="+", verbose_name=_("cluster")
    )
    places = models.PositiveSmallIntegerField(
        _("places réservées"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )

    class Meta:
        verbose_name = _("places réservées à un cluster")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "cluster"], name="one_call_quota_a_cluster")
        ]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.places}"


class SelectionCriterion(Orderable):
    """What the jury scores an application by, and how much it weighs."""

    call = ParentalKey(CallForApplications, on_delete=models.CASCADE, related_name="criteria")
    label = TranslatedTextField(_("critère"), text_max_length=150)
    help_text = TranslatedTextField(_("précision"), text_max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("poids"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta(Orderable.Meta):
        verbose_name = _("critère")
        verbose_name_plural = _("critères")

    def __str__(self) -> str:
        return str(self.label)


def new_document_key() -> str:
    """Returns the name under which a form sends a document, whatever becomes of its label."""
    return get_random_string(DOCUMENT_KEY_LENGTH)


class RequestedDocument(Orderable):
    """A document that applicants send."""

    call = ParentalKey(CallForApplications, on_delete=models.CASCADE, related_name="documents")
    key = models.CharField(max_length=DOCUMENT_KEY_LENGTH, default=new_document_key, editable=False)
    label = TranslatedTextField(_("document"), text_max_length=150)
    help_text = TranslatedTextField(_("aide"), text_max_length=300, blank=True)
    is_required = models.BooleanField(_("obligatoire"), default=True)
    file_types = models.CharField(_("types"), max_length=8, choices=FileTypes, default=FileTypes.PDF)
    largest_megabytes = models.PositiveSmallIntegerField(
        _("taille maximale en Mo"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_MEGABYTES)],
    )

    class Meta(Orderable.Meta):
        verbose_name = _("document à joindre")
        verbose_name_plural = _("documents à joindre")

    def __str__(self) -> str:
        return str(self.label)

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of the files that are taken."""
        return ENDINGS[self.file_types]
