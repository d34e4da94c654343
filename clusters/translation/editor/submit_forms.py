"""Forms to submit, update and synchronise translations, which show the reason of a refusal."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page
from wagtail_localize.locales.components import LocaleComponentModelForm
from wagtail_localize.views.submit_translations import SubmitTranslationForm
from wagtail_localize.views.update_translations import UpdateTranslationsForm

from clusters.publishing.refusal import Refusal
from clusters.translation.access.target_guards import check_target, forbidden_locales
from fedcms.users.models import User


class SubmitForm(SubmitTranslationForm):
    """The form that submits a page; it offers the languages into which the person may create the translation."""

    def __init__(self, page: Page, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(page, *args, **kwargs)
        self.page, self.user = page, user
        locales = self.fields["locales"].queryset
        offered = locales.exclude(pk__in=forbidden_locales(user, page, locales))
        self.fields["locales"].queryset = offered
        # wagtail-localize's English word is "Locales".
        self.fields["locales"].label = _("Langues")
        if len(offered) < 2:  # with one language, "all languages" would only be one more question
            self.fields["select_all"].widget = forms.HiddenInput()

    def clean_locales(self) -> "list[Locale]":
        """Raises `ValidationError` for a language without the parent page.

        Raises `PermissionDenied` if the person may not create the translation.
        """
        locales = list(self.cleaned_data["locales"])
        for locale in locales:
            try:
                check_target(self.user, self.page, locale)
            except Refusal as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return locales


class UpdateForm(UpdateTranslationsForm):
    """The form that updates translations; it offers to publish them to people who may publish all of them."""

    def __init__(self, *args: object, may_publish: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publish_translations"].help_text = gettext_lazy(
            "Publie tout de suite les traductions complètes. "
            "Celles où il reste des textes à traduire ne changent pas."
        )
        if not may_publish:
            del self.fields["publish_translations"]


class RefusedSynchronisationForm(LocaleComponentModelForm):
    """The form of a tree synchronisation, which would fill a language with live aliases: always refused."""

    def validate_with_locale(self, locale: Locale) -> None:
        """Raises `ValidationError`, always."""
        raise forms.ValidationError({"sync_from": synchronisation_refused()})


def synchronisation_refused() -> str:
    """Returns the sentence that says why synchronisation is refused, and what to do instead."""
    return _(
        "La synchronisation d’une langue avec une autre est refusée : elle mettrait en ligne des copies "
        "non traduites. Les pages de structure d’une nouvelle langue se créent toutes seules ; le reste se "
        "traduit page par page."
    )
