"""The admin of clusters: creates one with its section, deletes one in which nothing was written."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic

from clusters.access.admin_forms import ClusterAdminForm
from clusters.access.object_views import (
    RowDeleteView,
)
from clusters.access.row_viewset import RowViewSet
from clusters.models import Cluster
from clusters.publishing.refusal import Refusal
from clusters.sections.provisioning import NotReady, provision_cluster
from clusters.sections.removal import dissolve
from clusters.towns.widgets import LatitudeInput


class ClusterCreateView(generic.CreateView):
    """The view that creates a cluster with its section, in one transaction."""

    def save_instance(self) -> Cluster:
        """Saves the cluster and provisions its section, inside the view's transaction."""
        cluster: Cluster = super().save_instance()
        provision_cluster(cluster)
        return cluster

    def form_valid(self, form: Any) -> HttpResponse:
        """Creates the cluster; if its section cannot be made, shows the reason above the form and saves nothing."""
        try:
            response: HttpResponse = super().form_valid(form)
        except (NotReady, Refusal) as error:
            form.instance.pk = None
            form.add_error(None, str(error))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response

    def get_success_message(self, instance: Cluster) -> str:
        """Returns the message, with the number of languages of the new section."""
        return _(
            "« %(cluster)s » est prêt : sa section existe dans %(n)d langues, avec groupes et relecture. "
            "Elle est fermée au public jusqu’à ce que la publication du cluster l’ouvre."
        ) % {
            "cluster": instance,
            "n": instance.pages.count(),
        }


class ClusterDeleteView(RowDeleteView):
    """The view that deletes an empty cluster, and otherwise names what is left in it."""

    # Wagtail's view would count references first, and refuse without a reason.
    usage_url_name = None

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Deletes section, team and cluster, or shows what is left."""
        name = str(self.object)
        try:
            dissolve(self.object)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[self.object.pk]))
        messages.success(self.request, _("« %(cluster)s » est supprimé.") % {"cluster": name})
        return HttpResponseRedirect(self.get_success_url())


class ClusterViewSet(RowViewSet):
    """The admin of clusters: the federation's team creates them, their own publishers edit their details."""

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
                    FieldPanel("social_profiles", widget=forms.Textarea({"rows": 3, "dir": "ltr"})),
                    FieldRowPanel(
                        [
                            FieldPanel("city"),
                            FieldPanel("latitude", widget=LatitudeInput),
                            FieldPanel("longitude"),
                        ]
                    ),
                ],
                heading=gettext_lazy("Coordonnées"),
            ),
            FieldPanel(
                "logo",
                help_text=gettext_lazy("Sur fond transparent ou blanc, sans marge : il paraît en petit."),
            ),
            FieldRowPanel(
                [FieldPanel("default_credit"), FieldPanel("default_licence")],
                heading=gettext_lazy("Images et documents"),
            ),
            FieldPanel(
                "boilerplate",
                help_text=gettext_lazy(
                    "Trois ou quatre phrases que les journalistes reprennent telles quelles, au pied de "
                    "chaque communiqué. Pas de slogan, pas de date qui vieillit."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("join_text"), FieldPanel("join_url")], heading=gettext_lazy("Adhésion")
            ),
            MultiFieldPanel(
                [FieldPanel("shows_reserved_slots")], heading=gettext_lazy("Calendrier éditorial")
            ),
        ],
        base_form_class=ClusterAdminForm,
    )
