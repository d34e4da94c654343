"""Contacts on duty: whom the press reaches now, by telephone, with weekly hours in a time zone of their own."""

from datetime import time
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from timezone_field import TimeZoneField
from wagtail.models import Orderable

from fedcms.core.i18n.language_list import LanguageListField
from fedcms.core.i18n.telephone import TelephoneField
from fedcms.core.i18n.translated_text import TranslatedTextField
from news.models.owned_row import OwnedRow, OwnedRowQuerySet

END_OF_DAY = time(0)
"""Midnight as the end of hours is that of the day's end."""


class PressContact(ClusterableModel, OwnedRow):
    """A telephone that somebody answers for the press: a service, rather than a person."""

    name = TranslatedTextField(
        _("nom ou fonction"), text_max_length=120, help_text=_("Un service plutôt qu’une personne.")
    )
    telephone = TelephoneField(_("téléphone"))
    email = models.EmailField(_("courriel"), blank=True)
    languages = LanguageListField(
        _("langues parlées"), max_length=60, help_text=_("Par exemple « français, anglais ».")
    )
    time_zone = TimeZoneField(_("fuseau horaire"), default="Europe/Paris", help_text=_("Celui des heures."))
    starts_on = models.DateField(_("à partir du"), null=True, blank=True)
    ends_on = models.DateField(
        _("jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Après, il ne paraît plus, et sa fiche est effacée d’elle-même."),
    )

    objects: ClassVar[OwnedRowQuerySet["PressContact"]] = OwnedRowQuerySet.as_manager()  # type: ignore[assignment]
    seen_relations: ClassVar[tuple[str, ...]] = ("hours", "absences")

    class Meta:
        verbose_name = _("contact de permanence")
        verbose_name_plural = _("contacts de permanence")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """Raises `ValidationError` for a contact that ends before it begins."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("La fin vient avant le début.")})


class Weekday(models.IntegerChoices):
    """The days of the week, as Python counts them."""

    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class DutyHours(Orderable):
    """Hours of one day of the week, by the contact's clock."""

    contact = ParentalKey(PressContact, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday)
    opens = models.TimeField(_("ouverture"))
    closes = models.TimeField(_("fermeture"), help_text=_("00:00 : jusqu’à la fin du jour."))

    class Meta(Orderable.Meta):
        verbose_name = _("horaire")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        """Raises `ValidationError` for hours that end before they begin; a night is two lines."""
        super().clean()
        if self.opens and self.closes and self.closes != END_OF_DAY and self.closes <= self.opens:
            raise ValidationError(
                {
                    "closes": _(
                        "La fin vient avant le début. Une nuit s’écrit en deux lignes, jusqu’à 00:00 et dès 00:00."
                    )
                }
            )


class DutyAbsence(Orderable):
    """Days on which nobody answers: holidays."""

    contact = ParentalKey(PressContact, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"))

    class Meta(Orderable.Meta):
        verbose_name = _("absence")

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    def clean(self) -> None:
        """Raises `ValidationError` for an absence that ends before it begins."""
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("La fin vient avant le début.")})
