"""The admin views of the thesaurus."""

import re
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from clusters.access.object_views import RowEditView, RowIndexView
from clusters.access.references import OwnReferencesForm
from clusters.access.row_viewset import RowViewSet
from search.models import ThesaurusConcept
from search.models.thesaurus import fold_label
from search.thesaurus.shared_labels import warn_of_shared_labels


class LabelsColumn(Column):
    """A column with all labels of a language, the preferred one first."""

    def get_value(self, instance: ThesaurusConcept) -> str:
        """Returns the labels in one line."""
        return " · ".join(instance.labels_in(self.name))


class WarnsOfSharedLabels:
    """A mixin for views that save a concept; it must be their first base."""

    request: Any

    def save_instance(self) -> ThesaurusConcept:
        """Saves the concept, and warns of labels that another concept has too."""
        concept: ThesaurusConcept = super().save_instance()  # type: ignore[misc]  # a mixin
        warn_of_shared_labels(self.request, concept)
        return concept


class ConceptCreateView(WarnsOfSharedLabels, generic.CreateView):
    """The view that adds a concept."""


class ConceptEditView(WarnsOfSharedLabels, RowEditView):
    """The view that edits a concept."""


class ConceptIndexView(RowIndexView):
    """The list of concepts. It is searched by beginnings of words, since many words contain "ent"."""

    def search_queryset(self, queryset: "QuerySet[Model]") -> "QuerySet[Model]":
        """Returns concepts with a word that begins with the search, as typed or without accents."""
        if not self.is_searching:
            return queryset
        condition = Q()
        for words in {self.search_query, fold_label(self.search_query)} - {""}:
            condition |= Q(words__iregex=rf"(^|\W){re.escape(words)}")
        return queryset.filter(condition)


class ThesaurusViewSet(RowViewSet):
    """The list and forms of the thesaurus."""

    model = ThesaurusConcept
    name = "thesaurus"
    icon = "list-ul"
    menu_label = gettext_lazy("Thésaurus")
    index_view_class = ConceptIndexView
    add_view_class = ConceptCreateView
    edit_view_class = ConceptEditView
    list_display: ClassVar = [
        "__str__",
        LabelsColumn("fr", label="Français"),
        LabelsColumn("en", label="English"),
        LabelsColumn("es", label="Español"),
        LabelsColumn("ar", label="العربية"),
    ]
    list_per_page = 50
    search_fields: ClassVar = ["words", "key"]
    search_backend_name = None
    ordering: ClassVar = ["key"]
    edit_handler = ObjectList(
        [FieldPanel("key"), FieldPanel("labels"), FieldPanel("note")], base_form_class=OwnReferencesForm
    )
