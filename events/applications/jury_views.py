"""The admin screens of a jury: the applications to one call, scores, conflicts. Nothing else of its section."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.applications import jury_service
from events.applications.jury_sight import Sight, juries_of, sight_of
from events.applications.missions import shown_mission
from events.applications.private_files import send_private
from events.applications.ranking import ranking
from events.applications.screen_arguments import application_of_call
from events.form_versions import put_newest
from events.models import Application, CallForApplications, Evaluation, SelectionCriterion
from events.models.jury import BEST_SCORE, LONGEST_COMMENT
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.moments import moment_in_zone


class ScoreForm(forms.Form):
    """A score for each criterion, and a comment."""

    comment = forms.CharField(
        label=gettext_lazy("Commentaire"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Le jury et les organisateurs le lisent ; il s’efface avec la candidature."),
    )

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self, criteria: list[SelectionCriterion], evaluation: Evaluation | None, data: object | None = None
    ) -> None:
        known = {} if evaluation is None else jury_service.given_in(evaluation)
        initial: dict[str, object] = {f"criterion_{key}": value for key, value in known.items()}
        initial["comment"] = "" if evaluation is None else evaluation.comment
        initial["version"] = jury_service.version_of_evaluation(evaluation)
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict
        self._keys = {f"criterion_{each.pk}": each.pk for each in criteria}
        marks = [("", "–"), *((value, str(value)) for value in range(BEST_SCORE + 1))]
        for each in criteria:
            self.fields[f"criterion_{each.pk}"] = forms.TypedChoiceField(
                label=f"{each.label} (× {each.weight})",
                help_text=str(each.help_text),
                choices=marks,
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.order_fields([*self._keys, "comment"])

    def resync(self, evaluation: Evaluation | None) -> None:
        """Puts what is newest into the hidden field, so that the same scores can be sent again."""
        put_newest(self, version=jury_service.version_of_evaluation(evaluation))

    def values(self) -> dict[int, int]:
        """Returns the scores that were given, by the key of their criterion."""
        given = {key: self.cleaned_data.get(name) for name, key in self._keys.items()}
        return {key: value for key, value in given.items() if value is not None}


def _call_to_evaluate(request: HttpRequest, call_id: int) -> tuple[CallForApplications, Sight]:
    """Returns a call and what the person sees of it. Raises `PermissionDenied` for who is not on its jury."""
    user = signed_in_user(request)
    if call_id not in {call.pk for call in juries_of(user)}:
        raise PermissionDenied
    call = get_object_or_404(CallForApplications, pk=call_id)
    return call, sight_of(user, call)


def _application(request: HttpRequest, call_id: int, application_id: int) -> tuple[Application, Sight]:
    """Returns an application that the person may read: after the closing, without a conflict. Raises `Http404`."""
    call, sight = _call_to_evaluate(request, call_id)
    found = application_of_call(call, application_id)
    if call.is_open(timezone.now()) or not sight.sees(found):
        raise Http404
    return found, sight


@require_safe
def juries(request: HttpRequest) -> HttpResponseBase:
    """Lists the calls on whose jury the person is."""
    calls = juries_of(signed_in_user(request))
    if not calls:
        raise PermissionDenied
    context = {
        "header_title": _("Jurys"),
        "calls": [(call, shown_mission(call, get_language() or "")) for call in calls[:20]],
    }
    return TemplateResponse(request, "events/applications/juries.html", context)


@require_safe
def jury(request: HttpRequest, call_id: int) -> HttpResponseBase:
    """Lists the applications to evaluate: before the closing their names alone, to declare conflicts."""
    call, sight = _call_to_evaluate(request, call_id)
    rows = list(Application.objects.submitted().filter(call=call).select_related("cluster"))
    mission = shown_mission(call, get_language() or "")
    context = {
        "call": call,
        "header_title": _("Jury – %(title)s") % {"title": in_line(mission.title) if mission else "…"},
        "closes": moment_in_zone(call.closes_at, call.time_zone),
        "is_open": call.is_open(timezone.now()),
        "ranked": [(each, each.application.pk in sight.scored) for each in ranking(call, rows, sight)],
        "number_hidden": len([each for each in rows if not sight.sees(each)]),
    }
    response = TemplateResponse(request, "events/applications/jury.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def evaluate(request: HttpRequest, call_id: int, application_id: int) -> HttpResponseBase:
    """Shows one application with its documents, and keeps or submits the person's scores."""
    found, sight = _application(request, call_id, application_id)
    user, criteria = signed_in_user(request), list(found.call.criteria.all())
    own = Evaluation.objects.filter(application=found, user=user).first()
    form = ScoreForm(criteria, own, request.POST or None)
    if request.method == "POST" and form.is_valid():
        submits = "hand_in" in request.POST
        try:
            comment, version = form.cleaned_data["comment"], form.cleaned_data["version"]
            jury_service.score(found, user, form.values(), comment, submits=submits, version=version)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            own = Evaluation.objects.filter(application=found, user=user).first()
            form.resync(own)
        else:
            messages.success(
                request,
                _("Votre évaluation est remise.") if submits else _("Votre évaluation est enregistrée."),
            )
            return redirect("mission_applications:evaluate", call_id, application_id)
    others = []
    if sight.sees_scores(found):
        rows = found.evaluations.exclude(submitted_at=None).exclude(user=user)
        others = list(rows.select_related("user").prefetch_related("scores__criterion"))
    context = {
        "call": found.call,
        "application": found,
        "header_title": in_line(found.organisation),
        "documents": [
            (each, reverse("mission_applications:jury_document", args=[call_id, found.pk, each.pk]))
            for each in found.documents.select_related("requested")
        ],
        "form": form,
        "own": own,
        "others": others,
    }
    response = TemplateResponse(request, "events/applications/evaluate.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def declare_conflict(request: HttpRequest, call_id: int, application_id: int) -> HttpResponseBase:
    """Notes that the person has an interest in an application, which they see no more."""
    call, _sight = _call_to_evaluate(request, call_id)
    found = application_of_call(call, application_id)
    if "sure" not in request.POST:
        messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    else:
        try:
            jury_service.declare_conflict(found, signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("C’est noté : vous ne voyez plus cette candidature."))
    return redirect("mission_applications:jury", call_id)


@require_safe
def jury_document(
    request: HttpRequest, call_id: int, application_id: int, document_id: int
) -> HttpResponseBase:
    """Sends a document of an application to who evaluates it."""
    found, _sight = _application(request, call_id, application_id)
    document = get_object_or_404(found.documents, pk=document_id)
    return send_private(document.file.name or "", document.name)
