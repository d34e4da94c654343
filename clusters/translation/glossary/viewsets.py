"""The admin of the glossary: edited by the federation's team, read by all teams and translators."""

from typing import ClassVar

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import policy_registry

from clusters.access.object_views import RowIndexView
from clusters.access.references import OwnReferencesForm
from clusters.access.row_viewset import RowViewSet
from clusters.translation.glossary.import_view import GlossaryImportView
from clusters.translation.models import GlossaryTerm


class ExpectedColumn(Column):
    """The column with the expected translation of a term."""

    def get_value(self, instance: GlossaryTerm) -> str:
        """Returns the translation; for a term that is not translated, a remark that says so."""
        return _("ne se traduit pas") if instance.keep else instance.target_term


class GlossaryIndexView(RowIndexView):
    """The list of terms, with a button to import for people who may add terms."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Wagtail's buttons and the one that opens the import."""
        buttons: list[Button] = list(super().header_buttons)
        if policy_registry.get_by_type(GlossaryTerm).user_has_permission(self.request.user, "add"):
            url = reverse("glossary:import")
            buttons.append(HeaderButton(_("Importer un fichier CSV"), url=url, icon_name="upload"))
        return buttons


class GlossaryViewSet(RowViewSet):
    """The admin of the glossary."""

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
        """Returns Wagtail's patterns and that of the import."""
        return [*super().get_urlpatterns(), path("import/", GlossaryImportView.as_view(), name="import")]
