"""Assigns translations to a person, and reminds them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from clusters.access.teams import name_of
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import may_translate, may_translate_into
from clusters.translation.models import State, TranslationAssignment, TranslationJob
from clusters.translation.state.freshness import stored_state
from fedcms.core.i18n.days import formatted_day

REMINDED_EVERY = timedelta(days=1)
"""The shortest time between two reminders of one translation."""


def _assignment(page: Page, locale: Locale) -> TranslationAssignment | None:
    """Returns the assignment of a translation. Its row is locked, so that two jobs at once send one mail."""
    rows = TranslationAssignment.objects.select_for_update(of=("self",)).filter(page=page, locale=locale)
    return rows.select_related("assignee", "told_by").first()


def assign(job: TranslationJob, page: Page, locale: Locale) -> None:
    """Assigns a translation to the job's assignee. Raises `Refusal`."""
    if job.assignee is None:
        raise Refusal(_("La personne à qui confier la traduction n’existe plus."))
    is_ones_own = job.assignee_id == job.user_id and may_translate_into(job.user, page, locale)
    if not is_ones_own and not may_translate(job.user, page.specific):
        raise Refusal(_("Seule l’équipe de la page confie ses traductions."))
    if not may_translate_into(job.assignee, page, locale):
        raise Refusal(
            _("%(person)s ne peut pas traduire cette page dans cette langue.")
            % {"person": name_of(job.assignee)}
        )
    given = _assignment(page, locale)
    if given is not None and given.assignee_id == job.assignee_id:
        if given.told_by_id == job.pk:
            return
        if given.told_by is None or given.told_by.finished_at:
            raise Refusal(_("Déjà confiée à cette personne, qui en a été prévenue."))
        # That job has not ended, perhaps never will, and mails are sent at its end: this job tells the assignee.
    TranslationAssignment.objects.update_or_create(
        page=page,
        locale=locale,
        defaults={
            "assignee": job.assignee,
            "assigned_by": job.user,
            "assigned_at": timezone.now(),
            "reminded_at": None,
            "told_by": job,
        },
    )


def remind(job: TranslationJob, page: Page, locale: Locale) -> None:
    """Reminds the assignee of a translation, once a day at most. Raises `Refusal`."""
    if not may_translate(job.user, page.specific):
        raise Refusal(_("Seule l’équipe de la page relance ses traductions."))
    given = _assignment(page, locale)
    if given is None:
        raise Refusal(_("Cette traduction n’est confiée à personne."))
    if not given.assignee.is_active or not given.assignee.email:
        raise Refusal(_("%(person)s n’a plus de compte actif.") % {"person": name_of(given.assignee)})
    if not may_translate_into(given.assignee, page, locale):
        # The mail would show the title of a draft to somebody who may no longer read it.
        raise Refusal(
            _("%(person)s ne peut pas traduire cette page dans cette langue.")
            % {"person": name_of(given.assignee)}
        )
    state = stored_state(page, locale)
    if state is not None and state.state == State.FRESH:
        raise Refusal(_("La traduction est à jour : il n’y a rien à rappeler."))
    _refuse_reminded(job, given)
    given.reminded_at, given.told_by = timezone.now(), job
    given.save(update_fields=["reminded_at", "told_by"])


def _refuse_reminded(job: TranslationJob, given: TranslationAssignment) -> None:
    """Raises `Refusal` if another job reminded the assignee less than `REMINDED_EVERY` ago."""
    last = given.reminded_at
    if last is None or given.told_by_id == job.pk or last <= timezone.now() - REMINDED_EVERY:
        return
    if given.told_by is not None and given.told_by.finished_at is None:
        # That job's mail is sent when the job ends, which may never happen.
        return
    raise Refusal(
        _("Déjà rappelée à %(person)s le %(moment)s : un rappel par jour suffit.")
        % {"person": name_of(given.assignee), "moment": formatted_day(localtime(last), "DATETIME_FORMAT")}
    )
