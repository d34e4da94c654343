"""What the worker does of a work that somebody started in the report."""

import logging

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from clusters.localize.models import TranslationJob
from clusters.localize.refusal import Refusal, sentences
from clusters.localize.work.mails import send_mails
from clusters.localize.work.steps import do_step
from clusters.own_pages import own_pages

logger = logging.getLogger("fedcms.localize")


@task(backend="background")
def run_job(job_id: int) -> int:
    """Does the steps that are left; returns how many of all succeeded. A second run goes on where the first one was."""
    job = TranslationJob.objects.select_related("user", "assignee").filter(pk=job_id).first()
    if job is None:
        return 0
    locales = Locale.objects.in_bulk()
    with override(UserProfile.get_for_user(job.user).get_preferred_language()):
        for page_id, locale_id in job.steps[job.done :]:
            _step(job, page_id, locales.get(locale_id))
    with transaction.atomic():
        unfinished = TranslationJob.objects.select_for_update().filter(pk=job.pk, finished_at=None)
        if unfinished.exists():
            send_mails(job)
            unfinished.update(finished_at=timezone.now())
    return job.succeeded


def _step(job: TranslationJob, page_id: int, locale: Locale | None) -> None:
    page = Page.objects.filter(pk=page_id).first()
    reason = ""
    try:
        if page is None or locale is None:
            reason = _("La page ou la langue n’existe plus.")
        else:
            do_step(job, page, locale)
            job.succeeded += 1
    except Refusal as refusal:
        reason = str(refusal)
    except ValidationError as error:
        reason = sentences(error)
    except (OperationalError, InterfaceError):
        # The database is away or busy: the queue tries the whole again, which goes on at this step.
        raise
    except Exception:
        logger.exception("Work %s: page %s was not done in language %s.", job.pk, page_id, locale)
        reason = _(
            "Erreur inattendue, notée dans le journal du site : réessayez, ou signalez-la à la fédération."
        )
    if reason:
        language = locale.get_display_name() if locale is not None else ""
        job.refused.append([_title(job, page), str(language), reason])
    job.done += 1
    # A worker that is killed before this line does the step again, which changes nothing more.
    job.save(update_fields=["done", "succeeded", "refused"])


def _title(job: TranslationJob, page: Page | None) -> str:
    """As the person may read it: of another team's page the title that is public."""
    if page is None:
        return ""
    if own_pages(job.user).holds(page.path):
        return str(page.get_admin_display_title())
    return str(page.title) if page.live else "…"
