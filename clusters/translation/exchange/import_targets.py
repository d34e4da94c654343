"""Finds or creates the translation that an imported file names, for a person who may edit it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import may_translate, may_translate_into, refuse_locked, target_page
from clusters.translation.access.target_guards import check_target
from clusters.translation.drafts.building import save_wordless_strings
from clusters.translation.drafts.creation import create_translations
from clusters.translation.exchange.export_contents import Pair
from clusters.translation.exchange.file_contents import FoundContent
from clusters.translation.exchange.targets import ImportTarget
from clusters.translation.locks import lock_new
from clusters.translation.state.freshness import is_translated_by_people
from fedcms.users.models import User


def existing(content: FoundContent, user: User, locales: dict[str, Locale]) -> ImportTarget | None:
    """Returns the translation that a file names, `None` if there is none.

    Raises `PermissionDenied` for a person who may not edit it; `Refusal` if nobody may now; `Http404` if its page is
    gone. Must run within a transaction, until the end of which the translation is locked.
    """
    # Locked: a person who submits it meanwhile waits, and an earlier submission is seen here.
    rows = Translation.objects.select_related("source__locale", "target_locale").select_for_update(
        of=("self",)
    )
    key, locale = _uuid(content.translation or content.key), locales.get(content.target_language.lower())
    if key is None:
        raise Refusal(_("Page inconnue : le fichier n’en dit pas la clé, ou en dit une autre."))
    named = Translation.objects.filter(uuid=key) if content.translation else None
    lock_new(named.values_list("source__object_id", flat=True) if named is not None else [key])
    if content.translation:
        found = rows.filter(uuid=key).first()
        if found is None:
            raise Refusal(_("Cette traduction n’existe plus."))
    else:
        # If there are two sources, the one that is followed.
        found = rows.filter(source__object_id=key, target_locale=locale).order_by("-enabled").first()
    if found is None:
        return None
    try:
        page = target_page(found)
    except Http404:
        if content.translation:
            raise
        return None
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if not found.enabled:
        raise Refusal(_("Cette page ne suit plus son original : son équipe l’écrit directement."))
    refuse_locked(user, page)
    language = found.source.locale.language_code
    if not content.translation and content.source_language.lower() != language.lower():
        raise Refusal(
            _("Le fichier traduit depuis « %(theirs)s », la page se traduit depuis « %(ours)s ».")
            % {"theirs": content.source_language, "ours": language}
        )
    return ImportTarget.read(found, page)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def source_page_of(content: FoundContent, locales: dict[str, Locale]) -> Page:
    """Returns the original of a page that does not exist in the file's language yet. Raises `Refusal`."""
    locale = locales.get(content.source_language.lower())
    page = Page.objects.filter(
        translation_key=_uuid(content.key), locale=locale, alias_of__isnull=True
    ).first()
    if locale is None or page is None or not is_translated_by_people(page):
        raise Refusal(_("Page inconnue : elle n’est pas ou n’est plus sur ce site."))
    return page


def begun(pair: Pair, user: User, *, was_there: bool = False) -> ImportTarget:
    """Starts a translation as the "translate" button does, and returns it. Raises `Refusal`, `PermissionDenied`.

    `was_there`: the file was exported from a translation that has been deleted since.
    """
    page, locale = pair.page, pair.locale
    # Checked first: the other refusals would reveal which pages exist.
    if not may_translate(user, page.specific) and not may_translate_into(user, page, locale):
        raise PermissionDenied
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale)
    if there.exists():
        raise Refusal(_("La page est écrite dans cette langue, et ne suit pas son original."))
    if was_there:
        raise Refusal(
            _(
                "La traduction qui était là quand le fichier a été fait a été supprimée : elle n’est pas commencée de "
                "nouveau."
            )
        )
    check_target(user, page, locale)
    made = create_translations([page], [locale], user)
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=locale, enabled=True)
        .select_related("source__locale", "target_locale")
        .first()
    )
    if translation is None or not there.exists():
        raise Refusal(_("Le brouillon n’a pas pu être écrit : ouvrez la page et traduisez-la d’ici."))
    save_wordless_strings(translation, user)
    target = ImportTarget.read(translation, target_page(translation))
    target.is_new = True
    target.notes = [
        _("« %(title)s » : la traduction (%(language)s) a été commencée par cet import.")
        % {"title": target.title, "language": locale.get_display_name()},
        *made.notes,
    ]
    return target
