"""Adds a language in the admin; shows above the form what prevents its pages from being created."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import ModelForm
from django.http import HttpResponse
from wagtail.models import Locale
from wagtail_localize.locales.views import CreateView, LocaleViewSet

from clusters.publishing.refusal import Refusal
from clusters.sections.provisioning import NotReady


class CreateLocaleView(CreateView):
    """wagtail-localize's view. A new language comes with its home page and sections (home.signal_handlers)."""

    def form_valid(self, form: "ModelForm[Locale]") -> HttpResponse:
        """Saves the language with its pages, or shows an error when a page may not become public or is not ready."""
        try:
            response: HttpResponse = super().form_valid(form)
        except (NotReady, Refusal) as error:
            form.instance.pk = self.object = None
            form.add_error(NON_FIELD_ERRORS, str(error))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response


class NewLocales(LocaleViewSet):
    """Wagtail's screens of languages, with our view for adding one."""

    add_view_class = CreateLocaleView
