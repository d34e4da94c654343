"""The admin views of proposals to the thesaurus: proposing from the report, and deciding."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from clusters.access.object_views import RowEditView, RowIndexView
from clusters.access.references import OwnReferencesForm
from clusters.access.row_viewset import RowViewSet
from fedcms.users.models import User
from search.models import ConceptProposal, ThesaurusConcept
from search.models.proposal import ProposalState
from search.models.statistics import MAX_WORDS
from search.statistics.report import found_nothing_for, may_read
from search.thesaurus.shared_labels import warn_of_shared_labels


class ProposalForm(forms.Form):
    """The words of a row of the report. They must be a label that a search could use and that no concept has.

    What no row has is refused: the report shows nothing that is rare or may name somebody, and whoever works in a team
    reads the proposals.
    """

    words = forms.CharField(max_length=MAX_WORDS)
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """Refuses what cannot be a label, what is one already, and what the report does not show."""
        cleaned = self.cleaned_data
        if {"words", "language"} <= cleaned.keys():
            concept = ThesaurusConcept(labels={cleaned["language"]: cleaned["words"]})
            try:
                concept.clean()
            except ValidationError as error:
                raise ValidationError(error.messages) from error
            for label, other in concept.labels_of_others():
                said = _("« %(label)s » est déjà un libellé de « %(other)s ».")
                raise ValidationError(said % {"label": label, "other": other})
            if not found_nothing_for(cleaned["words"], cleaned["language"]):
                said = _("« %(words)s » n’est pas, dans le rapport, une recherche sans résultat.")
                raise ValidationError(said % {"words": cleaned["words"]})
        return cleaned


@require_POST
def propose_concept(request: HttpRequest) -> HttpResponse:
    """Stores the words of a row of the report as a proposal, once, and goes back to the report as it was filtered."""
    user = request.user
    if not isinstance(user, User) or not may_read(user):
        raise PermissionDenied
    form = ProposalForm(request.POST)
    if form.is_valid():
        words, language = form.cleaned_data["words"], form.cleaned_data["language"]
        proposal, is_new = ConceptProposal.objects.get_or_create(
            words=words,
            language=language,
            defaults={"labels": {language: words}, "proposed_by": user},
        )
        _tell(request, proposal, is_new=is_new)
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    came_from = QueryDict(request.POST.get("came_from", "")[:2000]).urlencode()
    return redirect(f"{reverse('search_report')}?{came_from}" if came_from else reverse("search_report"))


def _tell(request: HttpRequest, proposal: ConceptProposal, *, is_new: bool) -> None:
    policy = policy_registry.get_by_type(ConceptProposal)
    decides = policy.user_has_permission_for_instance(request.user, "change", proposal)
    address = reverse("concept_proposals:edit", args=[proposal.pk])
    buttons = [messages.button(address, _("Examiner"))] if decides else []
    if is_new:
        said = _("« %(words)s » est proposé au thésaurus : l’équipe de la fédération décide.")
    else:
        said = _("« %(words)s » était déjà proposé.")
    messages.success(request, said % {"words": proposal.words}, buttons=buttons)


_CHANGED_MEANWHILE = gettext_lazy(
    "Le thésaurus a changé pendant que vous décidiez : vérifiez le concept et les libellés, puis enregistrez à nouveau."
)


class DecisionForm(OwnReferencesForm):
    """The form that decides about a proposal: accepted labels must be such as the thesaurus takes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_accepted = self.instance.state == ProposalState.ACCEPTED

    def clean(self) -> dict[str, Any]:
        """Refuses labels that no search could use, and another decision about what was accepted."""
        cleaned = super().clean()
        if self.was_accepted:
            said = _("Cette proposition est acceptée : modifiez le concept dans le thésaurus.")
            raise ValidationError(said, code="accepted")
        if cleaned.get("state") == ProposalState.ACCEPTED and "labels" in cleaned:
            chosen = cleaned.get("concept")
            proposal = ConceptProposal(
                words=self.instance.words, labels=cleaned["labels"], concept_id=chosen and chosen.pk
            )
            try:
                proposal.resulting_concept().full_clean()
            except ValidationError as error:
                self.add_error("labels", ValidationError(error.messages))
            except ThesaurusConcept.DoesNotExist:
                self.add_error("concept", _CHANGED_MEANWHILE)
        return cleaned


class DecisionView(RowEditView):
    """The view that decides about a proposal."""

    is_recorded = False
    success_message = gettext_lazy("La décision est enregistrée.")

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Shows the form again, with the reason, when the thesaurus has changed since it was checked."""
        try:
            response: HttpResponse = super().form_valid(form)
        except (IntegrityError, ObjectDoesNotExist):
            # Another concept has taken the key, or the one that was chosen is deleted: nothing is written.
            form.add_error(None, _CHANGED_MEANWHILE)
            self.produced_error_code, self.produced_error_message = (
                "validation_error",
                self.get_error_message(),
            )
            response = self.form_invalid(form)
        return response

    def save_instance(self) -> ConceptProposal:
        """Writes the concept of what is accepted, with a line in its history, in the transaction of the decision."""
        proposal: ConceptProposal = self.form.instance
        action = "wagtail.create" if proposal.concept_id is None else "wagtail.edit"
        self.is_recorded = proposal.record_decision(self.request.user)
        if not self.is_recorded:
            return proposal
        saved: ConceptProposal = super().save_instance()
        if saved.state == ProposalState.ACCEPTED and saved.concept:
            log(saved.concept, action, user=self.request.user, content_changed=True)
            warn_of_shared_labels(self.request, saved.concept)
        return saved

    def get_success_message(self) -> str | None:
        """Says that the decision is recorded, unless somebody else had accepted the proposal meanwhile."""
        if self.is_recorded:
            said: str | None = super().get_success_message()
            return said
        messages.warning(
            self.request,
            _("Quelqu’un a accepté cette proposition avant vous : votre décision n’est pas enregistrée."),
        )
        return None

    def get_success_buttons(self) -> list[object]:
        """Leads to the concept of what was accepted."""
        concept = self.object.concept
        if self.object.state != ProposalState.ACCEPTED or concept is None:
            return []
        return [messages.button(reverse("thesaurus:edit", args=[concept.pk]), _("Voir le concept"))]


class ProposalIndexView(RowIndexView):
    """The list of proposals. Who proposed is shown only to who decides: the others are of other clusters."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Returns the columns, without the persons for those who decide nothing."""
        decides = self.permission_policy.user_has_permission(self.request.user, "change")
        columns: list[BaseColumn] = super().columns
        return [column for column in columns if decides or column.name != "proposed_by"]


class ProposalViewSet(RowViewSet):
    """The list of proposals, and the form that decides about one. They come from the report alone."""

    model = ConceptProposal
    name = "concept_proposals"
    icon = "help"
    menu_label = gettext_lazy("Propositions")
    index_view_class = ProposalIndexView
    edit_view_class = DecisionView
    list_display: ClassVar = [
        "__str__",
        Column("language", label=gettext_lazy("Langue"), accessor="get_language_display"),
        Column("state", label=gettext_lazy("Décision"), accessor="get_state_display"),
        Column("concept", label=gettext_lazy("Concept")),
        Column("proposed_by", label=gettext_lazy("Proposé par")),
        DateColumn("proposed_at", label=gettext_lazy("Proposé le")),
    ]
    list_filter: ClassVar = ["state", "language"]
    list_select_related: ClassVar = ["concept", "proposed_by"]
    search_fields: ClassVar = ["words"]
    search_backend_name = None
    ordering: ClassVar = ["-proposed_at"]
    edit_handler = ObjectList(
        [
            FieldPanel("state", widget=forms.RadioSelect),
            FieldPanel("concept", widget=forms.Select),
            FieldPanel("labels"),
        ],
        base_form_class=DecisionForm,
    )
