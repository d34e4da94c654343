"""The chooser of organisations, which searches by name."""

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from clusters.models import Organisation


class OrganisationFilterForm(BaseFilterForm):
    """The filter of the chooser: a part of the name."""

    q = forms.CharField(label=gettext_lazy("Nom"), required=False)

    def filter(self, objects: "QuerySet[models.Model]") -> "QuerySet[models.Model]":
        """Filters by a part of the name, in any case."""
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching, self.search_query = True, query
            objects = objects.filter(name__icontains=query)
        return super().filter(objects)  # type: ignore[no-any-return]


class OrganisationChooseView(chooser_views.ChooseView):
    """The chooser's dialog, with all organisations: they are in the public directory."""

    filter_form_class = OrganisationFilterForm


class OrganisationChooseResultsView(chooser_views.ChooseResultsView):
    """The list of results in the dialog."""

    filter_form_class = OrganisationFilterForm


class OrganisationChooserViewSet(ChooserViewSet):
    """The chooser of a page's organisation; a plain select would have hundreds of options."""

    model = Organisation
    icon = "home"
    choose_one_text = gettext_lazy("Choisir une organisation")
    choose_another_text = gettext_lazy("Choisir une autre organisation")
    edit_item_text = gettext_lazy("Modifier cette organisation")
    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Returns Wagtail's patterns without the one that creates rows: the chooser has no form and would fail."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
