"""The task that runs a translation job in batches."""

import logging
import time

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Locale, Page

from clusters.publishing.refusal import Refusal, sentences
from clusters.translation.jobs.items import do_item
from clusters.translation.jobs.mails import send_mails
from clusters.translation.jobs.wording import title_for
from clusters.translation.models import TranslationJob
from fedcms.core.i18n.user_language import language_of_person

BATCH_ITEMS = 20
BATCH_SECONDS = 20.0
"""How many items a task does at most, and after how many seconds it stops; the next task goes on."""

logger = logging.getLogger("fedcms.translation")


class DoneByAnother(Exception):
    """Another worker recorded the item first.

    The queue tries again later: by then the other worker has gone on, or it has died and this one continues.
    """


@task(backend="background")
def run_job(job_id: int, portion: int = 0) -> int:
    """Does a batch of the remaining items and enqueues a task for the rest; returns how many items succeeded so far.

    A second run continues where the first one stopped, and does nothing if the next task is enqueued already. Raises
    `DoneByAnother` while another worker does the same batch.
    """
    jobs = TranslationJob.objects.select_related("user", "assignee")
    job = jobs.filter(pk=job_id, portion=portion, finished_at=None).first()
    if job is None:
        return 0
    with override(language_of_person(job.user)):
        _do_batch(job)
        _pass_on(job)
    return job.succeeded


def _do_batch(job: TranslationJob) -> None:
    locales = Locale.objects.in_bulk()
    stop = time.monotonic() + BATCH_SECONDS
    for page_id, locale_id in job.steps[job.done : job.done + BATCH_ITEMS]:
        if not _do_and_note(job, page_id, locale_id, locales.get(locale_id)):
            raise DoneByAnother(f"Work {job.pk} is done by another worker, too; left to it.")
        if time.monotonic() > stop:
            break


@transaction.atomic
def _pass_on(job: TranslationJob) -> None:
    """Enqueues the next task, or finishes the job and sends its mails; in one transaction, so that it happens once."""
    here = TranslationJob.objects.filter(pk=job.pk, portion=job.portion, finished_at=None)
    if job.done < len(job.steps):
        if here.update(portion=job.portion + 1):
            run_job.enqueue(job_id=job.pk, portion=job.portion + 1)
    elif here.update(finished_at=timezone.now()):
        send_mails(job)


def _do_and_note(job: TranslationJob, page_id: int, locale_id: int, locale: Locale | None) -> bool:
    """Does an item and records its outcome; returns whether it was this run that recorded it."""
    page = Page.objects.filter(pk=page_id).first()
    reason = note = ""
    try:
        if page is None or locale is None:
            reason = _("La page ou la langue n’existe plus.")
        else:
            note = do_item(job, page, locale)
    except Refusal as refusal:
        reason = str(refusal)
    except ValidationError as error:
        reason = sentences(error)
    except (OperationalError, InterfaceError):
        # The database is away or busy: the queue tries again, and the job continues at this item.
        raise
    except Exception:
        logger.exception("Work %s: page %s was not done in language %s.", job.pk, page_id, locale)
        reason = _(
            "Erreur inattendue, notée dans le journal du site : réessayez, ou signalez-la à la fédération."
        )
    noted: dict[str, object] = {"done": job.done + 1, "heard_at": timezone.now()}
    if reason:
        language = str(locale.get_display_name()) if locale is not None else ""
        title = title_for(job.user, page) if page is not None else ""
        job.refused.append([title, language, reason, page_id, locale_id])
        noted["refused"] = job.refused
    else:
        job.succeeded += 1
        noted["succeeded"] = job.succeeded
        if note:
            job.notes.append([page_id, locale_id, note])
            noted["notes"] = job.notes
    # If the worker is killed before this line, the item is done again, which changes nothing.
    is_mine = bool(TranslationJob.objects.filter(pk=job.pk, done=job.done).update(**noted))
    job.done += 1
    return is_mine
