"""Whether a locale is open to the public; Wagtail's `Locale` has no such state."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class LocaleState(models.Model):
    """One row a locale. A locale without a row is active, so that nothing disappears by an omission."""

    locale = models.OneToOneField(
        Locale, on_delete=models.CASCADE, related_name="state", verbose_name=_("langue")
    )
    is_active = models.BooleanField(
        _("ouverte au public"),
        default=True,
        help_text=_(
            "Décochez pour préparer une langue : ses pages ne sont alors montrées à personne hors de l’admin."
        ),
    )

    class Meta:
        verbose_name = _("état d’une langue")
        verbose_name_plural = _("états des langues")

    def __str__(self) -> str:
        return str(self.locale)


def active_locales() -> models.QuerySet[Locale]:
    """The locales that are open to the public."""
    locales: models.QuerySet[Locale] = Locale.objects.exclude(state__is_active=False)
    return locales
