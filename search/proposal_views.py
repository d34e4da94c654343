"""The admin views of proposals to the thesaurus: proposing from the report, and deciding."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import policy_registry

from clusters.access.object_views import RowEditView
from clusters.access.references import OwnReferencesForm
from clusters.access.row_viewset import RowViewSet
from fedcms.users.models import User
from search.models import ConceptProposal, ThesaurusConcept
from search.models.proposal import ProposalState
from search.models.statistics import MAX_WORDS
from search.statistics.report import may_read


class ProposalForm(forms.Form):
    """The words of a row of the report. They must be a label that a search could use and that no concept has."""

    words = forms.CharField(max_length=MAX_WORDS)
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """Refuses what cannot be a label, and what is one already."""
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
        return cleaned


class DecisionView(RowEditView):
    """The view that decides about a proposal."""

    success_message = gettext_lazy("La décision est enregistrée.")

    def save_instance(self) -> ConceptProposal:
        """Writes the concept of what is accepted, in the same transaction as the decision."""
        self.form.instance.record_decision(self.request.user)
        saved: ConceptProposal = super().save_instance()
        return saved

    def get_success_buttons(self) -> list[object]:
        """Leads to the concept of what was accepted."""
        concept = self.object.concept
        if self.object.state != ProposalState.ACCEPTED or concept is None:
            return []
        return [messages.button(reverse("thesaurus:edit", args=[concept.pk]), _("Voir le concept"))]


class ProposalViewSet(RowViewSet):
    """The list of proposals, and the form that decides about one. They come from the report alone."""

    model = ConceptProposal
    name = "concept_proposals"
    icon = "help"
    menu_label = gettext_lazy("Propositions")
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
