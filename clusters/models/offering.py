"""Offerings: the products and services of organisations, one row whatever the language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from clusters.models.content_queryset import AUDIENCE_FIELDS
from clusters.models.organisation import Organisation
from fedcms.core.audiences import Audience
from fedcms.core.i18n.translated_text import TranslatedTextField


class Offering(Orderable):
    """A product or a service of an organisation, and whom it is for."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="offerings")
    name = TranslatedTextField(
        _("nom"), text_max_length=100, help_text=_("Le même partout ? Une langue suffit.")
    )
    description = TranslatedTextField(
        _("en une phrase ou deux"), multiline=True, blank=True, text_max_length=300
    )
    # The names of the columns of pages (clusters.models.content_queryset).
    for_school = models.BooleanField(Audience.SCHOOL.label, default=False)
    for_higher_education = models.BooleanField(Audience.HIGHER.label, default=False)
    for_vocational_training = models.BooleanField(Audience.VOCATIONAL.label, default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("produit ou service")
        verbose_name_plural = _("produits et services")

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def for_audience_q(cls, audience: Audience) -> models.Q:
        """Returns the condition that an offering is for an audience, among others or with all of them."""
        nobody = models.Q(**dict.fromkeys(AUDIENCE_FIELDS.values(), False))
        return models.Q(**{AUDIENCE_FIELDS[audience]: True}) | nobody

    @property
    def audiences(self) -> list[Audience]:
        """The audiences that it is for; none were chosen: all of them."""
        chosen: list[Audience] = [name for name, field in AUDIENCE_FIELDS.items() if getattr(self, field)]
        return chosen or list(AUDIENCE_FIELDS)

    @property
    def is_for_all(self) -> bool:
        """Whether it is for every audience."""
        return len(self.audiences) == len(AUDIENCE_FIELDS)
