"""Starts a translation job from the report; errors are shown there, with the selection."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clusters.translation.access.guards import signed_in_user
from clusters.translation.dashboard.assignees import people_for
from clusters.translation.dashboard.languages_and_sections import read_languages_and_sections
from clusters.translation.dashboard.originals import originals
from clusters.translation.dashboard.views import TranslationReportView, may_read
from clusters.translation.jobs.forms import AssigneeForm, JobForm
from clusters.translation.jobs.progress import REPORT, below_the_report
from clusters.translation.jobs.tasks import run_job
from clusters.translation.models import State, TranslationJob, TranslationState
from fedcms.users.models import User


class ReportAgainView(TranslationReportView):
    """The report after a job was refused, with the selection and the reasons."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the report, with the reasons above it; the filters are in the address."""
        form = self.job_form or JobForm(languages=[])
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return self.screen(request)


def start(request: HttpRequest) -> HttpResponseBase:
    """Starts a job for the selected translations and redirects to it; errors are shown in the report.

    The report's filters are in the address. An assignment takes a second step, which asks for the person.
    """
    user = signed_in_user(request)
    if not may_read(user):
        raise PermissionDenied
    query = request.GET.urlencode()
    back = reverse(REPORT) + (f"?{query}" if query else "")
    if request.method != "POST":
        # The person had to sign in again, or came back to this address.
        return redirect(back)
    lookup = read_languages_and_sections()
    form = JobForm(request.POST, languages=lookup.languages)
    job = _made(form, user, lookup.locales()) if form.is_valid() else None
    if job is not None and not job.steps:
        form.add_error("action", _("Rien à faire : aucune de ces traductions n’est concernée."))
    if job is None or not job.steps:
        return ReportAgainView.as_view(job_form=form)(request)
    if job.action == TranslationJob.Action.ASSIGN:
        who = AssigneeForm(request.POST if "assignee" in request.POST else None, people=people_for(user))
        if not who.is_valid():
            return AssignView.as_view(form=form, who=who, total=len(job.steps), back=back, query=query)(
                request
            )
        job.assignee = who.chosen()
    with transaction.atomic():
        job.save()
        run_job.enqueue(job_id=job.pk)
    return redirect("translation_work:job", job.pk)


class AssignView(WagtailAdminTemplateMixin, View):
    """The second step of an assignment: asks for the person; the selection is posted again with it."""

    template_name = "clusters/translation/assign.html"
    header_icon = "user"
    form: JobForm | None = None
    who: AssigneeForm | None = None
    total = 0
    back = ""
    query = ""

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Confier des traductions")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs, below the report."""
        return below_the_report(super().get_breadcrumbs_items(), ("", self.get_page_title()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the form, which posts to the view that started it."""
        chosen = self.form.cleaned_data if self.form else {}
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(
                chosen=chosen, who=self.who, total=self.total, back=self.back, query=self.query
            )
        )
        return response


def _made(form: JobForm, user: User, known: dict[str, int]) -> TranslationJob:
    """Returns the job, unsaved.

    Its items are the selected pages that the person may see, in those of the selected languages that need the action.
    """
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
