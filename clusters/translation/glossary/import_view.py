"""The view that imports a CSV file of glossary terms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from clusters.publishing.refusal import Refusal
from clusters.translation.glossary.csv_import import import_terms
from clusters.translation.models import GlossaryTerm


class ImportForm(forms.Form):
    """The form with the CSV file."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV"),
        help_text=gettext_lazy(
            "La première ligne nomme les colonnes : de, vers, terme, traduction, conserver, note. Les langues sont "
            "des codes : fr, en, es, ar. « conserver » vaut oui pour un terme qui ne se traduit pas."
        ),
    )


class GlossaryImportView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # not subscriptable at run time
    """The view that imports terms from a file, and shows which lines were refused."""

    form_class = ImportForm
    template_name = "clusters/translation/glossary_import.html"
    page_title = gettext_lazy("Importer des termes")
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Raises `PermissionDenied` for people who may not add terms."""
        if not policy_registry.get_by_type(GlossaryTerm).user_has_permission(request.user, "add"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs, from the list of terms."""
        items: list[dict[str, str]] = super().get_breadcrumbs_items()
        return [
            *items,
            {"url": reverse("glossary:index"), "label": _("Glossaire")},
            {"url": "", "label": str(self.page_title)},
        ]

    def form_valid(self, form: ImportForm) -> HttpResponse:
        """Imports the file and shows the report; if it cannot be read, the reason is shown at the field."""
        try:
            report = import_terms(form.cleaned_data["file"].read())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        if report.added or report.changed:
            messages.success(self.request, _("Le glossaire est à jour."))
        context: dict[str, Any] = self.get_context_data(form=self.form_class(), report=report)
        return self.render_to_response(context)
