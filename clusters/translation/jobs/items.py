"""One step of a work: one page, one language. Each refuses in words, and is safe to do twice."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.models.membership import cluster_of_path
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import check_target, may_translate
from clusters.translation.access.translators import may_translate_into, scope_of
from clusters.translation.dashboard.cells import name_of
from clusters.translation.drafts.building import keep_wordless_strings
from clusters.translation.drafts.creation import create_translations
from clusters.translation.drafts.resync import followers_of, refuse_renewal, renew
from clusters.translation.machine.translator import fill_by_machine
from clusters.translation.models import State, TranslationAssignment, TranslationJob
from clusters.translation.state.freshness import is_translated_by_people, stored_state
from clusters.translation.state.signal_handlers import states_once
from fedcms.core.visibility import is_visible
from fedcms.users.models import User

Action = TranslationJob.Action
REMINDED_EVERY = timedelta(days=1)
"""A person is reminded of one translation no sooner."""


def do_step(job: TranslationJob, page: Page, locale: Locale) -> str:
    """Does what the job says to a page in a language; returns what is to know of it, "" mostly. Raises `Refusal`."""
    note = ""
    if locale.pk == page.locale_id:
        raise Refusal(_("C’est la langue d’origine de la page."))
    if not is_translated_by_people(page):
        raise Refusal(_("Cette page est écrite séparément dans chaque langue."))
    try:
        with transaction.atomic(), states_once():
            if job.action == Action.TRANSLATE:
                note = _translate(job, page, locale)
            elif job.action == Action.UPDATE:
                _update(job, page, locale)
            elif job.action == Action.ASSIGN:
                _assign(job, page, locale)
            else:
                _remind(job, page, locale)
        if job.by_machine and job.action in (Action.TRANSLATE, Action.UPDATE):
            fill_by_machine(_translation(page, locale), job.user)
    except PermissionDenied as denied:
        raise Refusal(_("Vous ne pouvez pas traduire cette page dans cette langue.")) from denied
    return note


def _refuse_stranger(user: User, page: Page, locale: Locale) -> None:
    if not may_translate_into(user, page, locale):
        raise PermissionDenied


def _translate(job: TranslationJob, page: Page, locale: Locale) -> str:
    notes: list[str] = []
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale)
    if there.exists() and not _is_half_done(job, page, locale):
        raise Refusal(_("La page existe déjà dans cette langue : mettez-la à jour."))
    if not there.exists():
        check_target(job.user, page, locale)
        notes = create_translations([page], [locale], job.user).notes
        if not there.exists():
            raise Refusal(_("Le brouillon n’a pas pu être écrit : ouvrez la page et traduisez-la d’ici."))
    keep_wordless_strings(_translation(page, locale), job.user)
    return " ".join(notes)


def _is_half_done(job: TranslationJob, page: Page, locale: Locale) -> bool:
    """Whether this job began the translation, before its worker was killed."""
    begun = Translation.objects.filter(source__object_id=page.translation_key, target_locale=locale)
    return bool(begun.filter(created_at__gte=job.created_at).exists())


def _translation(page: Page, locale: Locale) -> Translation:
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=locale, enabled=True)
        .select_related("source", "target_locale")
        .first()
    )
    if translation is None:
        raise Refusal(_("La page n’est pas traduite dans cette langue, ou elle n’y suit plus son original."))
    return translation


def _refuse_hidden(user: User, source: Page) -> None:
    """Raises `Refusal` where an update would show another team's draft: Wagtail writes it into a hidden page's row."""
    if may_translate(user, source.specific) or is_visible(source):
        return
    of_federation = cluster_of_path(source.path) is None
    if not scope_of(user).reads_drafts(source.path, of_federation=of_federation):
        raise Refusal(
            _("L’original n’est pas public en ce moment : seule son équipe en donne le texte à traduire.")
        )


def _update(job: TranslationJob, page: Page, locale: Locale) -> None:
    translation = _translation(page, locale)
    _refuse_stranger(job.user, page, locale)
    source = Page.objects.filter(
        translation_key=page.translation_key, locale=translation.source.locale_id
    ).first()
    if source is None:
        raise Refusal(_("La page ou la langue n’existe plus."))
    _refuse_hidden(job.user, source)
    followers = followers_of(translation.source)
    refuse_renewal(job.user, source, followers)
    renew(translation.source, followers, job.user)


def _assignment(page: Page, locale: Locale) -> TranslationAssignment | None:
    """Whose the translation is; the row is held, so that two works at once tell a person once."""
    rows = TranslationAssignment.objects.select_for_update(of=("self",)).filter(page=page, locale=locale)
    return rows.select_related("assignee", "told_by").first()


def _assign(job: TranslationJob, page: Page, locale: Locale) -> None:
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
        # Its mails would have left with the end of that work, which never came, or is to come: this one tells.
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


def _remind(job: TranslationJob, page: Page, locale: Locale) -> None:
    if not may_translate(job.user, page.specific):
        raise Refusal(_("Seule l’équipe de la page relance ses traductions."))
    given = _assignment(page, locale)
    if given is None:
        raise Refusal(_("Cette traduction n’est confiée à personne."))
    if not given.assignee.is_active or not given.assignee.email:
        raise Refusal(_("%(person)s n’a plus de compte actif.") % {"person": name_of(given.assignee)})
    if not may_translate_into(given.assignee, page, locale):
        # A mail would tell the title of a draft to somebody who may no longer read it.
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
    """Raises `Refusal` where another work reminded of it less than `REMINDED_EVERY` ago."""
    last = given.reminded_at
    if last is None or given.told_by_id == job.pk or last <= timezone.now() - REMINDED_EVERY:
        return
    if given.told_by is not None and given.told_by.finished_at is None:
        # A mail leaves with the end of its work.
        return
    raise Refusal(
        _("Déjà rappelée à %(person)s le %(moment)s : un rappel par jour suffit.")
        % {"person": name_of(given.assignee), "moment": date_format(localtime(last), "DATETIME_FORMAT")}
    )
