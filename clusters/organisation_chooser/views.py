"""The chooser of organisations, with city and cluster, and a tab for a new one."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import log

from clusters.models import Organisation
from clusters.organisation_chooser.forms import OrganisationCreationForm, OrganisationFilterForm


class CreationFormMixin(chooser.CreationFormMixin):
    """Gives the form of a new organisation the person, whose clusters it offers."""

    def get_creation_form_kwargs(self) -> dict[str, object]:
        """Adds the person, and a prefix: the page behind the dialog has fields of the same names."""
        given: dict[str, object] = super().get_creation_form_kwargs()
        return given | {"for_user": self.request.user, "prefix": "organisation-chooser"}


class ListMixin(chooser.BaseChooseView):
    """Lists all organisations: they are in the public directory."""

    filter_form_class = OrganisationFilterForm

    def get_object_list(self) -> "QuerySet[Organisation]":
        """Returns the organisations with their clusters."""
        return Organisation.objects.select_related("cluster")

    @property
    def columns(self) -> list[Column]:
        """The name, city and cluster."""
        columns: list[Column] = super().columns
        return [
            *columns,
            Column("city", label=_("Ville"), accessor="city"),
            Column("cluster", label=_("Cluster"), accessor="cluster"),
        ]


class OrganisationChooseView(chooser.ChooseViewMixin, CreationFormMixin, ListMixin):
    """The chooser's dialog."""


class OrganisationChooseResultsView(chooser.ChooseResultsViewMixin, CreationFormMixin, ListMixin):
    """The list of results in the dialog."""


class OrganisationCreateView(CreationFormMixin, chooser.CreateView):
    """Adds an organisation, or takes the one of the same name that the directory has."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Returns the chosen organisation, or the form with its errors."""
        self.form = self.get_creation_form()
        known = self.form.known_organisation()
        response: HttpResponse = super().post(request) if known is None else self.get_chosen_response(known)
        return response

    def save_form(self, form: OrganisationCreationForm) -> Organisation:
        """Saves the organisation, and writes who did it into the history."""
        organisation = form.save()
        log(instance=organisation, action="wagtail.create", user=self.request.user, content_changed=True)
        return organisation


class OrganisationChooserViewSet(ChooserViewSet):
    """The chooser of a page's organisation; a plain select would have hundreds of options."""

    model = Organisation
    icon = "home"
    choose_one_text = _("Choisir une organisation")
    choose_another_text = _("Choisir une autre organisation")
    edit_item_text = _("Modifier cette organisation")
    creation_tab_label = _("Nouvelle organisation")
    create_action_label = _("Ajouter à l’annuaire")
    creation_form_class = OrganisationCreationForm
    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView
    create_view_class = OrganisationCreateView
