"""Organisations that belong to a cluster: companies, laboratories, schools, training centres, public bodies."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from fedcms.core.i18n.translated_text import TranslatedTextField
from fedcms.core.mail_addresses import validate_deliverable

organisation_written = Signal()
"""Sent once an organisation is saved with its topics and offerings, in that transaction: `post_save` is before them."""


class OrganisationKind(models.TextChoices):
    """The kind of an organisation; its value is part of addresses and facets."""

    COMPANY = "company", _("Entreprise")
    LABORATORY = "laboratory", _("Laboratoire")
    SCHOOL = "school", _("Établissement d’enseignement")
    TRAINING_CENTRE = "training_centre", _("Centre de formation")
    PUBLIC_BODY = "public_body", _("Organisme public")


class Organisation(ClusterableModel):
    """A member or partner of a cluster, one row whatever the language. Its page is a route of the directory."""

    slug = models.SlugField(_("identifiant"), unique=True, help_text=_("Dans l’adresse de sa fiche."))
    name = models.CharField(_("nom"), max_length=150)
    kind = models.CharField(_("nature"), max_length=20, choices=OrganisationKind)
    cluster = models.ForeignKey(
        "clusters.Cluster", on_delete=models.PROTECT, related_name="organisations", verbose_name=_("cluster")
    )
    description = TranslatedTextField(_("présentation"), multiline=True, blank=True, text_max_length=1000)
    topics = ParentalManyToManyField("core.Topic", blank=True, related_name="+", verbose_name=_("thèmes"))
    city = models.CharField(_("ville"), max_length=80, blank=True)
    website = models.URLField(_("site"), blank=True)
    email = models.EmailField(
        _("courriel de l’organisation"),
        blank=True,
        validators=[validate_deliverable],
        help_text=_(
            "Jamais publié. Le site y demande si une personne vient bien pour elle, quand des places sont réservées."
        ),
    )
    logo = models.ForeignKey(
        "media.FederationImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )

    # Said for mypy: django-modelcluster has no types.
    objects: ClassVar["models.Manager[Organisation]"] = models.Manager()

    # Columns that no page shows (fedcms.core.changes.content_digest).
    unseen_fields: ClassVar[tuple[str, ...]] = ("email",)
    seen_relations: ClassVar[tuple[str, ...]] = ("topics", "offerings")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Saves the organisation with its topics and offerings."""
        with transaction.atomic():
            super().save(**kwargs)
            organisation_written.send(Organisation, instance=self)
