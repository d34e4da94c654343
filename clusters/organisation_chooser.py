"""The chooser of organisations, filtered by cluster and kind."""

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
    """Finds an organisation by a part of its name."""

    q = forms.CharField(label=gettext_lazy("Nom"), required=False)

    def filter(self, objects: "QuerySet[models.Model]") -> "QuerySet[models.Model]":
        """Case does not matter."""
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching, self.search_query = True, query
            objects = objects.filter(name__icontains=query)
        return super().filter(objects)  # type: ignore[no-any-return]


class OrganisationChooseView(chooser_views.ChooseView):
    """All organisations: they stand in the public directory."""

    filter_form_class = OrganisationFilterForm


class OrganisationChooseResultsView(chooser_views.ChooseResultsView):
    """The list inside it."""

    filter_form_class = OrganisationFilterForm


class OrganisationChooserViewSet(ChooserViewSet):
    """Chooses the organisation of a page; a plain list of all would be hundreds long."""

    model = Organisation
    icon = "home"
    choose_one_text = gettext_lazy("Choisir une organisation")
    choose_another_text = gettext_lazy("Choisir une autre organisation")
    edit_item_text = gettext_lazy("Modifier cette organisation")
    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView

    def get_urlpatterns(self) -> list[URLPattern]:
        """None to create one here: it has no form for that, and would fail."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
