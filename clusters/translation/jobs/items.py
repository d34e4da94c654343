"""Processes one item of a job: one page in one language; may be repeated safely."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.models.membership import cluster_of_path
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import may_translate, may_translate_into
from clusters.translation.access.target_guards import check_target
from clusters.translation.access.translators import translator_scope
from clusters.translation.drafts.building import save_wordless_strings
from clusters.translation.drafts.creation import create_translations
from clusters.translation.drafts.resync import followers_of, refuse_resync, resync
from clusters.translation.jobs.assigning import assign, remind
from clusters.translation.machine.translator import fill_by_machine
from clusters.translation.models import TranslationJob
from clusters.translation.state.freshness import is_translated_by_people
from clusters.translation.state.signal_handlers import states_once
from fedcms.core.visibility import is_visible
from fedcms.users.models import User

Action = TranslationJob.Action


def do_item(job: TranslationJob, page: Page, locale: Locale) -> str:
    """Does the job's action on a page in a language; returns a remark, mostly "". Raises `Refusal`."""
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
                assign(job, page, locale)
            else:
                remind(job, page, locale)
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
    save_wordless_strings(_translation(page, locale), job.user)
    return " ".join(notes)


def _is_half_done(job: TranslationJob, page: Page, locale: Locale) -> bool:
    """Returns whether this job started the translation before its worker was killed."""
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
    """Raises `Refusal` if an update would show another team's draft.

    Wagtail writes the draft of a page that is not live into its row.
    """
    if may_translate(user, source.specific) or is_visible(source):
        return
    of_federation = cluster_of_path(source.path) is None
    if not translator_scope(user).reads_drafts(source.path, of_federation=of_federation):
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
    refuse_resync(job.user, source, followers)
    resync(translation.source, followers, job.user)
