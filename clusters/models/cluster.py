"""A cluster of the federation: its identity, the same in every language."""

import uuid
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from timezone_field import TimeZoneField

from clusters.maps.areas import validate_areas
from clusters.models.owner import SectionOwner
from clusters.models.social_profiles import profile_addresses, validate_profiles
from fedcms.core.compiled_queries import fetch_objects
from fedcms.core.component_keys import PlainKey
from fedcms.core.design.colour import FEDERATION_ACCENT
from fedcms.core.i18n.translated_text import TranslatedTextField
from fedcms.users.models import User

code_validator = RegexValidator(r"^[A-Z]{3}$", _("Trois lettres capitales, sans accent."))
FEDERATION_SLUG = "federation"
"""Stands for the federation where a cluster's slug does: in addresses and filters. So no cluster is called so."""
colour_validator = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Une couleur hexadécimale, par exemple #1d3b8b."))


class ClusterQuerySet(models.QuerySet["Cluster"]):
    """The queries on clusters."""

    def for_user(self, user: User | AnonymousUser) -> Self:
        """Filters the clusters of whose teams the person is a member."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        groups = Group.objects.filter(user=user)
        return self.filter(
            models.Q(editors_group__in=groups) | models.Q(publishers_group__in=groups)
        ).distinct()

    def as_signatories(self) -> Self:
        """Loads only what cards, filters, feeds and maps show: no long texts, no team, no contact details."""
        return self.only(
            "section_key",
            "slug",
            "code",
            "name",
            "territory",
            "country",
            "areas",
            "city",
            "latitude",
            "longitude",
            "accent",
        )


class Cluster(SectionOwner):
    """A regional EdTech cluster. It is not a page: its section has a `ClusterPage` in each locale.

    `section_key` is the translation key of these pages. `clusters.sections.provisioning` makes groups, collection and
    workflow, which belong to this cluster alone.
    """

    slug = models.SlugField(_("identifiant"), unique=True, help_text=_("Dans les adresses ; ne change plus."))
    code = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        validators=[code_validator],
        help_text=_("Sigle de trois lettres : il signe tout ce que publie le cluster."),
    )
    name = TranslatedTextField(_("nom"), text_max_length=120)
    territory = TranslatedTextField(_("territoire"), text_max_length=120)
    country = CountryField(_("pays"), default="FR")
    # ISO codes of clusters.maps.areas. Without any, the map shows a dot at the head office, or in the country.
    areas = models.JSONField(
        _("territoires sur la carte"), default=list, blank=True, validators=[validate_areas]
    )
    city = models.CharField(_("ville du siège"), max_length=80, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    accent = models.CharField(
        _("couleur"),
        max_length=7,
        default=FEDERATION_ACCENT,
        validators=[colour_validator],
        help_text="#rrggbb",
    )
    logo = models.ForeignKey(
        "media.FederationImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    time_zone = TimeZoneField(_("fuseau horaire"), default="Europe/Paris")
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    website = models.URLField(_("site du cluster"), blank=True)
    social_profiles = models.TextField(
        _("réseaux sociaux"),
        blank=True,
        max_length=1000,
        validators=[validate_profiles],
        help_text=_("L’adresse de chaque profil du cluster, une par ligne."),
    )
    boilerplate = TranslatedTextField(
        _("à propos (presse)"),
        multiline=True,
        blank=True,
        text_max_length=1200,
        help_text=_("Le paragraphe de présentation au pied de chaque communiqué."),
    )
    join_text = TranslatedTextField(
        _("adhérer"),
        multiline=True,
        blank=True,
        text_max_length=1200,
        help_text=_("Qui peut adhérer, ce que cela coûte, et ce qui suit la demande."),
    )
    join_url = models.URLField(
        _("formulaire d’adhésion du cluster"),
        blank=True,
        help_text=_(
            "Si le cluster a le sien, sur son propre site. Sans lui, la demande s’écrit ici et part à l’équipe."
        ),
    )
    shows_reserved_slots = models.BooleanField(
        _("montrer nos dates réservées"),
        default=False,
        help_text=_(
            "Dans le calendrier éditorial, les équipes des autres clusters voient qu’un moment vous est réservé : "
            "le nom du cluster, le jour et l’heure, jamais le titre, le type ni le texte."
        ),
    )
    section_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Shown in the admin alone.
    unseen_fields: ClassVar[tuple[str, ...]] = (*SectionOwner.unseen_fields, "shows_reserved_slots")
    objects: ClassVar[models.Manager["Cluster"]] = ClusterQuerySet.as_manager()

    class Meta(SectionOwner.Meta):
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.name) or self.slug

    @property
    def component_key(self) -> PlainKey:
        """What a badge shows of it (`cached_include`)."""
        return PlainKey((self.code, self.accent, *self.name.items()))

    @property
    def profiles(self) -> list[str]:
        """The addresses of its profiles on social networks."""
        return profile_addresses(self.social_profiles)

    def clean(self) -> None:
        """Raises `ValidationError` for a slug that stands for the federation."""
        super().clean()
        if self.slug == FEDERATION_SLUG:
            raise ValidationError({"slug": _("Cet identifiant est celui de la fédération.")})


def _signatories() -> "models.QuerySet[Cluster, Cluster]":
    return Cluster.objects.as_signatories()


def signatories() -> dict[int, Cluster]:
    """Returns all clusters by primary key, with what cards, filters, feeds and maps show of them. One query."""
    return {cluster.pk: cluster for cluster in fetch_objects(_signatories)}
