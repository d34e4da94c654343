"""Whether a locale is open to the public; Wagtail's `Locale` has no such state."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class LocaleState(models.Model):
    """The state of a locale, at most one row for each. A locale without a row is active: nothing vanishes by mistake.

    A locale that is added to a site in use gets a closed row at once (home.signal_handlers).
    """

    locale = models.OneToOneField(
        Locale, on_delete=models.CASCADE, related_name="state", verbose_name=_("langue")
    )
    is_active = models.BooleanField(
        _("ouverte au public"),
        default=True,
        help_text=_(
            "Décochez pour préparer une langue : ses pages ne sont alors montrées à personne hors de l’espace de "
            "rédaction."
        ),
    )

    # The form of the admin's screen of languages (fedcms.core.locale_form).
    base_form_class: ClassVar[type | None] = None

    class Meta:
        verbose_name = _("état d’une langue")
        verbose_name_plural = _("états des langues")

    def __str__(self) -> str:
        return str(self.locale)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the row. A second row of a locale overwrites the first: the form that adds a locale expects none."""
        if self._state.adding and not kwargs.get("force_insert"):
            self.pk = LocaleState.objects.filter(locale=self.locale).values_list("pk", flat=True).first()
        super().save(*args, **kwargs)


def active_locales() -> models.QuerySet[Locale]:
    """Returns the locales that are open to the public."""
    locales: models.QuerySet[Locale] = Locale.objects.exclude(state__is_active=False)
    return locales
