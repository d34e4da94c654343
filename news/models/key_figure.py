"""Key figures: a number that the press may take up, with its source and its date."""

from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from babel.numbers import format_currency, format_decimal, format_percent
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.formatting import cldr, cldr_locale
from fedcms.core.i18n.translated_text import TranslatedTextField
from news.models.owned_row import OwnedRow, OwnedRowQuerySet


class FigureKind(models.TextChoices):
    """How a number is written."""

    NUMBER = "number", _("Nombre, avec son unité")
    PERCENT = "percent", _("Pourcentage")
    EUROS = "euros", _("Somme en euros")


def _plain(value: Decimal) -> Decimal:
    """Returns a number without the zeros with which its column fills it."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class KeyFigure(OwnedRow):
    """A key figure, whose number is the same in all languages; `position` puts it in order."""

    label = TranslatedTextField(
        _("libellé"), text_max_length=160, help_text=_("Ce que le chiffre compte, sans le chiffre.")
    )
    value = models.DecimalField(_("valeur"), max_digits=16, decimal_places=3)
    kind = models.CharField(
        _("nature du chiffre"),
        max_length=8,
        choices=FigureKind,
        default=FigureKind.NUMBER,
        help_text=_("Chaque langue l’écrit à sa façon : 12 500, 12,500."),
    )
    unit = TranslatedTextField(
        _("unité"),
        text_max_length=40,
        blank=True,
        help_text=_("« élèves », « heures ». Pour un nombre seulement."),
    )
    source_name = models.CharField(_("source"), max_length=160, help_text=_("Qui a compté."))
    source_link = models.URLField(
        _("lien vers la source"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    measured_on = models.DateField(_("date du chiffre"), help_text=_("Le jour auquel il se rapporte."))
    position = models.PositiveSmallIntegerField(
        _("ordre d’affichage"), default=0, help_text=_("Les plus petits paraissent d’abord.")
    )

    objects: ClassVar[OwnedRowQuerySet["KeyFigure"]] = OwnedRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("chiffre clé")
        verbose_name_plural = _("chiffres clés")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.label) or self.source_name

    def clean(self) -> None:
        """Raises `ValidationError` for a unit beside a per cent or currency sign, and a date that is to come."""
        super().clean()
        if self.kind != FigureKind.NUMBER and self.unit:
            raise ValidationError({"unit": _("Le signe tient lieu d’unité : laissez l’unité vide.")})
        if self.measured_on and self.measured_on > timezone.localdate():
            raise ValidationError({"measured_on": _("Ce jour est à venir.")})

    @property
    def written(self) -> str:
        """The number as the active language writes it, by CLDR, with its sign; without the unit."""
        locale = cldr(cldr_locale())
        value = _plain(self.value)
        if self.kind == FigureKind.PERCENT:
            return str(format_percent(value / 100, locale=locale, decimal_quantization=False))
        if self.kind == FigureKind.EUROS:
            pattern = locale.currency_formats["standard"].pattern
            # Nobody counts the cents of a budget.
            is_whole = value == value.to_integral_value()
            pattern = pattern.replace(".00", "") if is_whole else pattern
            return str(format_currency(value, "EUR", pattern, locale=locale, currency_digits=not is_whole))
        return str(format_decimal(value, locale=locale))

    def is_old(self, today: date | None = None) -> bool:
        """Returns whether its team should look for a newer number (FEDCMS_KEY_FIGURE_DAYS), on `today`."""
        return self.measured_on < (today or timezone.localdate()) - timedelta(
            days=settings.FEDCMS_KEY_FIGURE_DAYS
        )
