"""The admin of this room's rows: clusters, organisations, the charter, topics, the federation itself."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.panels.title_field_panel import TitleFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from clusters.access.admin_forms import ClusterAdminForm, OrganisationAdminForm
from clusters.access.object_views import (
    RowDeleteView,
    RowEditView,
    RowHistoryView,
    RowIndexView,
    RowUsageView,
)
from clusters.access.references import OwnReferencesForm
from clusters.models import Charter, Cluster, Federation, Organisation
from clusters.publishing.refusal import Refusal
from clusters.sections.provisioning import NotReady, provision_cluster
from clusters.sections.removal import dissolve
from fedcms.core.models import Topic


class RowViewSet(ModelViewSet):
    """Wagtail's generic admin with the policy asked about each row. No copy, no inspection: fewer doors to watch."""

    index_view_class = RowIndexView
    edit_view_class = RowEditView
    delete_view_class = RowDeleteView
    history_view_class = RowHistoryView
    usage_view_class = RowUsageView
    copy_view_enabled = False
    inspect_view_enabled = False
    # The group has the menu; the viewsets have none of their own.
    add_to_admin_menu = False


class ClusterCreateView(generic.CreateView):
    """A cluster is founded and provisioned in one step, or not at all."""

    def save_instance(self) -> Cluster:
        """Inside the view's transaction."""
        cluster: Cluster = super().save_instance()
        provision_cluster(cluster)
        return cluster

    def form_valid(self, form: Any) -> HttpResponse:
        """What is missing for a section is said above the form, and nothing is kept."""
        try:
            response: HttpResponse = super().form_valid(form)
        except NotReady as error:
            form.instance.pk = None
            form.add_error(None, str(error))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response

    def get_success_message(self, instance: Cluster) -> str:
        """Says what was made with it."""
        return _(
            "« %(cluster)s » est prêt : sa section existe dans %(n)d langues, avec groupes et relecture."
        ) % {
            "cluster": instance,
            "n": instance.pages.count(),
        }


class ClusterDeleteView(RowDeleteView):
    """Dissolves an empty cluster; what stands against it is named."""

    # The stock view counts references first and refuses without a word.
    usage_url_name = None

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Removes section, team and row, or says what is left."""
        name = str(self.object)
        try:
            dissolve(self.object)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[self.object.pk]))
        messages.success(self.request, _("« %(cluster)s » est supprimé.") % {"cluster": name})
        return HttpResponseRedirect(self.get_success_url())


class ClusterViewSet(RowViewSet):
    """Clusters: founded by the federation, kept by their own publishers."""

    model = Cluster
    name = "clusters"
    icon = "group"
    add_view_class = ClusterCreateView
    delete_view_class = ClusterDeleteView
    list_display: ClassVar = ["__str__", "code", "email", "country"]
    ordering: ClassVar = ["slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("code")], heading=gettext_lazy("Identité")),
            FieldPanel("territory"),
            FieldPanel("areas"),
            FieldRowPanel([FieldPanel("country"), FieldPanel("time_zone")]),
            FieldPanel(
                "accent",
                help_text=gettext_lazy(
                    "La couleur de la charte du cluster, par exemple #1d3b8b. Le site en tire lui-même "
                    "des nuances assez "
                    "contrastées, en clair et en sombre : inutile de l’éclaircir ou de l’assombrir."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("email"), FieldPanel("press_email")]),
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("website")]),
                    FieldRowPanel([FieldPanel("city"), FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading=gettext_lazy("Coordonnées"),
            ),
            FieldPanel(
                "logo",
                help_text=gettext_lazy("Sur fond transparent ou blanc, sans marge : il paraît en petit."),
            ),
            FieldPanel(
                "boilerplate",
                help_text=gettext_lazy(
                    "Trois ou quatre phrases que les journalistes reprennent telles quelles, au pied de "
                    "chaque communiqué. Pas de slogan, pas de date qui vieillit."
                ),
            ),
        ],
        base_form_class=ClusterAdminForm,
    )


class OrganisationViewSet(RowViewSet):
    """Organisations of one's own cluster."""

    model = Organisation
    name = "organisations"
    icon = "home"
    list_display: ClassVar = ["name", "kind", "cluster", "city"]
    list_filter: ClassVar = ["kind", "cluster"]
    search_fields: ClassVar = ["name", "city"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            TitleFieldPanel("name", placeholder=False),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
            FieldPanel("cluster"),
            FieldPanel("description"),
            FieldRowPanel([FieldPanel("city"), FieldPanel("website")]),
            FieldPanel("logo"),
        ],
        base_form_class=OrganisationAdminForm,
    )


class CharterViewSet(RowViewSet):
    """Versions of the charter, their articles and who signed."""

    model = Charter
    name = "charters"
    icon = "doc-full"
    list_display: ClassVar = ["version", "effective_on"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("version"), FieldPanel("effective_on")]),
            FieldPanel("summary"),
            InlinePanel(
                "articles",
                panels=[FieldPanel("heading"), FieldPanel("text")],
                heading=gettext_lazy("Articles"),
                label=gettext_lazy("article"),
            ),
            InlinePanel(
                "signatures",
                panels=[FieldRowPanel([FieldPanel("cluster"), FieldPanel("signed_on")])],
                heading=gettext_lazy("Signatures"),
                label=gettext_lazy("signature"),
            ),
        ],
        base_form_class=OwnReferencesForm,
    )


class TopicViewSet(RowViewSet):
    """The topics by which everything is sorted."""

    model = Topic
    name = "topics"
    icon = "tag"
    list_display: ClassVar = ["__str__", "key"]
    edit_handler = ObjectList([FieldPanel("key"), FieldPanel("labels")], base_form_class=OwnReferencesForm)


class FederationViewSet(RowViewSet):
    """The federation's own contacts and presentation."""

    model = Federation
    name = "federation"
    icon = "globe"
    list_display: ClassVar = ["__str__", "email"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("press_email")]),
            FieldPanel(
                "boilerplate",
                help_text=gettext_lazy("Au pied des communiqués de la fédération elle-même."),
            ),
        ],
        base_form_class=OwnReferencesForm,
    )


class FederationMenu(ModelViewSetGroup):
    """One entry of the menu; each person finds in it what they may open."""

    items: ClassVar = (OrganisationViewSet, ClusterViewSet, CharterViewSet, TopicViewSet, FederationViewSet)
    menu_label = gettext_lazy("Annuaire")
    menu_icon = "group"
    menu_order = 300


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
