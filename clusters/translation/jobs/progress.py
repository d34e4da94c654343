"""Views of jobs for the person who started them: progress, items that were done, and reasons for the others."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clusters.translation.access.guards import signed_in_user
from clusters.translation.jobs.outcomes import lines_of, outcomes_of
from clusters.translation.jobs.wording import describe_progress
from clusters.translation.models import TranslationJob
from fedcms.users.models import User

REPORT = "wagtail_localize:translations_report"
JOBS_A_PAGE = 25
LINES_A_PAGE = 100
UNDER_WAY_SHOWN = 5
"""How many running jobs are shown above the report; the list shows all."""


def below_the_report(items: list[dict[str, str]], *more: tuple[str, str]) -> list[dict[str, str]]:
    """Returns breadcrumbs of a screen below the report; `more` are addresses and labels."""
    steps = [(reverse(REPORT), _("Traductions")), *more]
    return [*items, *({"url": url, "label": label} for url, label in steps)]


def jobs_under_way(user: User) -> list[TranslationJob]:
    """Returns the running jobs that a person started. One query.

    Jobs that have been silent for too long are left out.
    """
    heard = timezone.now() - TranslationJob.SILENCE
    jobs = TranslationJob.objects.filter(user=user, finished_at=None, heard_at__gte=heard)
    jobs = jobs.defer("steps", "refused", "notes")
    return list(jobs.order_by("-pk")[:UNDER_WAY_SHOWN])


@dataclass(frozen=True)
class JobProgress:
    """A job in the list, with its progress as a sentence."""

    job: TranslationJob
    sentence: str


class JobsView(WagtailAdminTemplateMixin, View):
    """The list of the jobs that a person started and that are not deleted yet, newest first."""

    template_name = "clusters/translation/jobs.html"
    header_icon = "wagtail-localize-language"

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Mes opérations de traduction")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs, below the report."""
        return below_the_report(super().get_breadcrumbs_items(), ("", self.get_page_title()))

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Shows a page of the list. Two queries for it."""
        jobs = TranslationJob.objects.filter(user=signed_in_user(request)).defer("steps", "refused", "notes")
        paginator = Paginator(jobs.select_related("assignee").order_by("-pk"), JOBS_A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(
                page=page,
                jobs=[JobProgress(job, describe_progress(job)) for job in page],
                report_url=reverse(REPORT),
            )
        )
        return response


class JobView(WagtailAdminTemplateMixin, View):
    """A job: its progress, and the outcome of each page and language, those that were not done first."""

    template_name = "clusters/translation/job.html"
    header_icon = "wagtail-localize-language"

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Opération de traduction")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs, below the list."""
        works = (reverse("translation_work:jobs"), _("Mes opérations de traduction"))
        return below_the_report(super().get_breadcrumbs_items(), works, ("", self.get_page_title()))

    def get(self, request: HttpRequest, job_id: int) -> HttpResponseBase:
        """Shows a job. Raises `Http404` for another person's."""
        job = _own(request, job_id)
        page = Paginator(outcomes_of(job), LINES_A_PAGE).get_page(request.GET.get("p"))
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(
                job=job,
                said=describe_progress(job),
                total=job.total,
                page=page,
                lines=lines_of(list(page), signed_in_user(request), job.notes),
                report_url=reverse(REPORT),
            )
        )
        return response


@require_GET
@never_cache
def progress(request: HttpRequest, job_id: int) -> JsonResponse:
    """Returns the progress of a job as JSON: `done` of `total` items, `finished`, and a sentence (`said`)."""
    job = _own(request, job_id)
    return JsonResponse(
        {
            "done": job.done,
            "total": job.total,
            "finished": job.finished_at is not None,
            "said": describe_progress(job),
        }
    )


def _own(request: HttpRequest, job_id: int) -> TranslationJob:
    """Returns a job of the user. Raises `Http404` for another person's."""
    return get_object_or_404(TranslationJob, pk=job_id, user=signed_in_user(request))
