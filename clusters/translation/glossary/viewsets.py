"""The admin of the glossary: kept by the federation's team, read by every team and by translators; and its import."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import policy_registry

from clusters.access.object_views import RowIndexView
from clusters.access.permissions import TEAM, TeamPolicy
from clusters.access.references import OwnReferencesForm
from clusters.access.teams import Person
from clusters.publishing.refusal import Refusal
from clusters.translation.access.translators import scope_of
from clusters.translation.glossary.csv_import import import_terms
from clusters.translation.models import GlossaryTerm
from clusters.viewsets import RowViewSet


class GlossaryPolicy(TeamPolicy):
    """Terms of the whole federation: its team keeps them; other teams and translators read them."""

    federation_roles: ClassVar = dict.fromkeys(("view", "add", "change", "delete"), TEAM)
    cluster_roles: ClassVar = {"view": TEAM}

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        """By team; a translator may look."""
        actions = list(actions)
        return super().user_has_any_permission(user, actions) or bool("view" in actions and scope_of(user))

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Iterable[str]
    ) -> "QuerySet[models.Model]":
        """All rows or none: they belong to no cluster."""
        rows: QuerySet[models.Model] = self.model._default_manager.all()
        return rows if self.user_has_any_permission(user, actions) else rows.none()


class ExpectedColumn(Column):
    """What a translation should say."""

    def get_value(self, instance: GlossaryTerm) -> str:
        """A term that is not translated says so."""
        return _("ne se traduit pas") if instance.keep else instance.target_term


class GlossaryIndexView(RowIndexView):
    """The list, with the way to the import for who may add."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Wagtail's, and the import."""
        buttons: list[Button] = list(super().header_buttons)
        if policy_registry.get_by_type(GlossaryTerm).user_has_permission(self.request.user, "add"):
            url = reverse("glossary:import")
            buttons.append(HeaderButton(_("Importer un fichier CSV"), url=url, icon_name="upload"))
        return buttons


class ImportForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV"),
        help_text=gettext_lazy(
            "La première ligne nomme les colonnes : de, vers, terme, traduction, conserver, note. Les langues sont "
            "des codes : fr, en, es, ar. « conserver » vaut oui pour un terme qui ne se traduit pas."
        ),
    )


class GlossaryImportView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # not subscriptable at run time
    """Takes terms from a file, and says line by line what was not taken."""

    form_class = ImportForm
    template_name = "clusters/translation/glossary_import.html"
    page_title = gettext_lazy("Importer des termes")
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Raises `PermissionDenied` for who may not add terms."""
        if not policy_registry.get_by_type(GlossaryTerm).user_has_permission(request.user, "add"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """From the list."""
        items: list[dict[str, str]] = super().get_breadcrumbs_items()
        return [
            *items,
            {"url": reverse("glossary:index"), "label": _("Glossaire")},
            {"url": "", "label": str(self.page_title)},
        ]

    def form_valid(self, form: ImportForm) -> HttpResponse:
        """Shows the report; a file that cannot be read is said beside its field."""
        try:
            report = import_terms(form.cleaned_data["file"].read())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        if report.added or report.changed:
            messages.success(self.request, _("Le glossaire est à jour."))
        context: dict[str, Any] = self.get_context_data(form=self.form_class(), report=report)
        return self.render_to_response(context)


class GlossaryViewSet(RowViewSet):
    """How the federation says a thing in another language."""

    model = GlossaryTerm
    name = "glossary"
    icon = "openquote"
    menu_label = gettext_lazy("Glossaire")
    menu_order = 320
    add_to_admin_menu = True
    index_view_class = GlossaryIndexView
    list_display: ClassVar = [
        "source_term",
        ExpectedColumn("expected", label=gettext_lazy("Traduction attendue")),
        Column("source_language", label=gettext_lazy("De"), accessor="get_source_language_display"),
        Column("target_language", label=gettext_lazy("Vers"), accessor="get_target_language_display"),
        Column("note", label=gettext_lazy("Note")),
    ]
    list_filter: ClassVar = ["source_language", "target_language", "keep"]
    list_per_page = 50
    search_fields: ClassVar = ["source_term", "target_term", "note", "key"]
    search_backend_name = None
    ordering: ClassVar = ["source_language", "target_language", "key"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("source_language"), FieldPanel("target_language")]),
            FieldPanel("source_term"),
            FieldPanel("target_term"),
            FieldPanel("keep"),
            FieldPanel("note"),
        ],
        base_form_class=OwnReferencesForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """With the import."""
        return [*super().get_urlpatterns(), path("import/", GlossaryImportView.as_view(), name="import")]
