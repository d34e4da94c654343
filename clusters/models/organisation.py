"""Organisations that belong to a cluster: companies, laboratories, schools, training centres, public bodies."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.translated_text import TranslatedTextField
from fedcms.core.mail_addresses import validate_deliverable


class OrganisationKind(models.TextChoices):
    """The kind of an organisation; its value is part of addresses and facets."""

    COMPANY = "company", _("Entreprise")
    LABORATORY = "laboratory", _("Laboratoire")
    SCHOOL = "school", _("Établissement d’enseignement")
    TRAINING_CENTRE = "training_centre", _("Centre de formation")
    PUBLIC_BODY = "public_body", _("Organisme public")


class Organisation(models.Model):
    """A member or partner of a cluster, one row whatever the language. Its page is a route of the directory."""

    slug = models.SlugField(_("identifiant"), unique=True, help_text=_("Dans l’adresse de sa fiche."))
    name = models.CharField(_("nom"), max_length=150)
    kind = models.CharField(_("nature"), max_length=20, choices=OrganisationKind)
    cluster = models.ForeignKey(
        "clusters.Cluster", on_delete=models.PROTECT, related_name="organisations", verbose_name=_("cluster")
    )
    description = TranslatedTextField(_("présentation"), multiline=True, blank=True, text_max_length=1000)
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

    # Columns that no page shows (fedcms.core.changes.content_digest).
    unseen_fields: ClassVar[tuple[str, ...]] = ("email",)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
