"""The checkbox that opens or closes a locale to the public (Paramètres > Langues)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.locales.components import LocaleComponentModelForm, register_locale_component

from fedcms.core.models import LocaleState, active_locales


class LocaleStateForm(LocaleComponentModelForm):
    """The form of a language's state. A new language starts closed; an existing one without a row is open."""

    def __init__(self, *args: object, source_object_instance: Locale | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if source_object_instance is None:
            self.initial["is_active"] = False

    def validate_with_locale(self, locale: Locale) -> None:
        """Adds an error when the last open language would be closed: the site would show nothing."""
        others = active_locales().exclude(pk=locale.pk)
        if locale.pk and not self.cleaned_data.get("is_active") and not others.exists():
            self.add_error(
                "is_active",
                ValidationError(_("C’est la seule langue ouverte : ouvrez-en une autre d’abord.")),
            )


def register() -> None:
    """Registers the form. Called once, from this app's wagtail_hooks."""
    LocaleState.base_form_class = LocaleStateForm
    register_locale_component(heading=_("Au public"), required=True)(LocaleState)
