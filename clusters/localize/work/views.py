"""Where a work is started, followed and accounted for: by who started it alone."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import View
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clusters.localize.guards import person
from clusters.localize.models import State, TranslationJob, TranslationState
from clusters.localize.report.frame import read_frame
from clusters.localize.report.originals import originals
from clusters.localize.report.people import people_for
from clusters.localize.report.views import JOBS_IN_SESSION, may_read
from clusters.localize.work.forms import AssigneeForm, WorkForm
from clusters.localize.work.tasks import run_job
from fedcms.users.models import User

REPORT = "wagtail_localize:translations_report"


def _below_the_report(items: list[dict[str, str]], title: str) -> list[dict[str, str]]:
    return [*items, {"url": reverse(REPORT), "label": _("Traductions")}, {"url": "", "label": title}]


@require_POST
def start(request: HttpRequest) -> HttpResponseBase:
    """Hands a selection to the worker, and leads to where it can be followed; what is wrong is said on the report.

    To give translations to somebody takes a second step, which asks to whom.
    """
    user = person(request)
    if not may_read(user):
        raise PermissionDenied
    back = get_valid_next_url_from_request(request) or reverse(REPORT)
    frame = read_frame()
    form = WorkForm(request.POST, languages=frame.languages)
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = "" if name == "__all__" else f"{form.fields[name].label} : "
            messages.error(request, label + " ".join(str(error) for error in errors))
        return redirect(back)
    job = _made(form, user, frame.locales())
    if not job.steps:
        messages.warning(request, _("Rien à faire : aucune de ces traductions n’est concernée."))
        return redirect(back)
    if job.action == TranslationJob.Action.ASSIGN:
        who = AssigneeForm(request.POST if "assignee" in request.POST else None, people=people_for(user))
        if not who.is_valid():
            return AssignView.as_view(form=form, who=who, total=len(job.steps), back=back)(request)
        job.assignee = who.chosen()
    with transaction.atomic():
        job.save()
        run_job.enqueue(job_id=job.pk)
    request.session[JOBS_IN_SESSION] = [*request.session.get(JOBS_IN_SESSION, []), job.pk]
    return redirect("translation_work:job", job.pk)


class AssignView(WagtailAdminTemplateMixin, View):
    """The second step: to whom the selection is given. What was chosen before is kept."""

    template_name = "clusters/localize/assign.html"
    header_icon = "user"
    form: WorkForm | None = None
    who: AssigneeForm | None = None
    total = 0
    back = ""

    def get_page_title(self) -> str:
        """In the reader's language."""
        return _("Confier des traductions")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Below the report."""
        return _below_the_report(super().get_breadcrumbs_items(), self.get_page_title())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The form, which posts to where this one came from."""
        chosen = self.form.cleaned_data if self.form else {}
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(chosen=chosen, who=self.who, total=self.total, back=self.back)
        )
        return response


def _made(form: WorkForm, user: User, known: dict[str, int]) -> TranslationJob:
    """The job, unsaved: of the ticked pages those that the person may see, in the chosen languages where it applies."""
    chosen = form.cleaned_data
    pages = list(
        originals(user).filter(pk__in=chosen["pages"]).order_by("-latest_revision_created_at", "-pk")
    )
    locales = [known[code] for code in chosen["languages"]]
    action = TranslationJob.Action(chosen["action"])
    rows = TranslationState.objects.filter(page__translation_key__in=[page.translation_key for page in pages])
    states = {
        (key, locale): state
        for key, locale, state in rows.values_list("page__translation_key", "page__locale_id", "state")
    }

    def concerns(key: UUID, locale_id: int) -> bool:
        there = (key, locale_id) in states
        if action == TranslationJob.Action.TRANSLATE:
            return not there
        if action == TranslationJob.Action.UPDATE:
            return there and states[key, locale_id] != State.FRESH
        return True

    steps = [
        [page.pk, locale_id]
        for page in pages
        for locale_id in locales
        if locale_id != page.locale_id and concerns(page.translation_key, locale_id)
    ]
    return TranslationJob(
        user=user,
        action=action,
        by_machine=chosen["by_machine"],
        steps=steps,
    )


def _own(request: HttpRequest, job_id: int) -> TranslationJob:
    """Raises `Http404` for another's."""
    return get_object_or_404(TranslationJob, pk=job_id, user=person(request))


def said(job: TranslationJob) -> str:
    """How far a job is, in a sentence."""
    total = len(job.steps)
    if job.finished_at is None:
        return _("%(done)d sur %(total)d") % {"done": job.done, "total": total}
    done = ngettext("%(count)d traduction faite", "%(count)d traductions faites", job.succeeded) % {
        "count": job.succeeded
    }
    refused = len(job.refused)
    if not refused:
        return _("Terminé : %(done)s.") % {"done": done}
    left = ngettext("%(count)d non faite", "%(count)d non faites", refused) % {"count": refused}
    return _("Terminé : %(done)s, %(left)s.") % {"done": done, "left": left}


class JobView(WagtailAdminTemplateMixin, View):
    """A work: its progress, and at its end what was not done and why."""

    template_name = "clusters/localize/job.html"
    header_icon = "wagtail-localize-language"

    def get_page_title(self) -> str:
        """In the reader's language."""
        return _("Travail sur des traductions")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Below the report."""
        return _below_the_report(super().get_breadcrumbs_items(), self.get_page_title())

    def get(self, request: HttpRequest, job_id: int) -> HttpResponseBase:
        """Raises `Http404` for another's work."""
        job = _own(request, job_id)
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(job=job, said=said(job), total=len(job.steps), report_url=reverse(REPORT))
        )
        return response


@require_GET
@never_cache
def progress(request: HttpRequest, job_id: int) -> JsonResponse:
    """How far a work is: `done` of `total` steps, `finished`, and the same in words."""
    job = _own(request, job_id)
    return JsonResponse(
        {
            "done": job.done,
            "total": len(job.steps),
            "finished": job.finished_at is not None,
            "said": said(job),
        }
    )
