"""Selects the pages and languages that a person may export; says why others are left out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from clusters.access.own_pages import own_pages
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import may_translate_into
from clusters.translation.access.target_guards import check_target
from clusters.translation.drafts.resync import followers_of, refuse_resync, says_else
from clusters.translation.exchange.export_contents import Pair
from fedcms.users.models import User


@dataclass
class Selection:
    """The result of a selection: what is exported, and a sentence for each pair that is not.

    `outdated` are the titles of pages whose texts differ from those that the original has today.
    """

    pairs: list[Pair] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)


def select(user: User, pages: Sequence[Page], locales: Collection[Locale]) -> Selection:
    """Selects the pages in each of the languages but their own.

    A few queries for each: permissions are checked one by one.

    A page that does not exist in a language is exported with the texts of its original if the person could start its
    translation. The import starts it, so that no page is created that nobody translates.
    """
    keys = [page.translation_key for page in pages]
    rows = Translation.objects.filter(source__object_id__in=keys, target_locale__in=locales, enabled=True)
    known = {
        (row.source.object_id, row.target_locale_id): row
        for row in rows.select_related("source__locale", "target_locale")
    }
    there = set(Page.objects.filter(translation_key__in=keys).values_list("translation_key", "locale_id"))
    own = own_pages(user)
    selection = Selection()
    for page in pages:
        sources: dict[int, TranslationSource] = {}
        stored: int | None = None
        is_asked = False
        for locale in locales:
            if locale.pk == page.locale_id:
                continue
            translation = known.get((page.translation_key, locale.pk))
            try:
                _refuse(user, page, locale, translation, is_there=(page.translation_key, locale.pk) in there)
            except Refusal as refusal:
                title = (
                    page.get_admin_display_title()
                    if own.holds(page.path)
                    else page.title
                    if page.live
                    else "…"
                )
                selection.left_out.append(f"{title} ({locale.get_display_name()}) – {refusal}")
            else:
                if translation is not None:
                    sources.setdefault(translation.source_id, translation.source)
                elif not is_asked:
                    # The answer is the same for all languages of the page.
                    stored, is_asked = _stored(user, page), True
                selection.pairs.append(
                    Pair(page, locale, translation, None if translation is not None else stored)
                )
        if any(says_else(source) for source in sources.values()):
            selection.outdated.append(page.get_admin_display_title() if own.holds(page.path) else page.title)
    return selection


def _stored(user: User, page: Page) -> int | None:
    """Returns the key of the source whose stored texts a new translation would start from (drafts.resync).

    `None` if it would start from the texts of today.
    """
    source = TranslationSource.objects.get_for_instance_or_none(page)
    followers = followers_of(source) if source is not None else []
    if not followers:
        return None
    try:
        refuse_resync(user, page, followers)
    except (Refusal, PermissionDenied):
        return int(source.pk)
    return None


def _refuse(
    user: User, page: Page, locale: Locale, translation: Translation | None, *, is_there: bool
) -> None:
    """Raises `Refusal` if the person may not export the page in this language."""
    if is_there and translation is None:
        raise Refusal(_("La page est écrite dans cette langue, et ne suit pas son original."))
    if not may_translate_into(user, page, locale):
        raise Refusal(_("Vous ne pouvez pas traduire cette page dans cette langue."))
    if not is_there:
        try:
            check_target(user, page, locale)
        except PermissionDenied as denied:
            raise Refusal(_("Vous ne pouvez pas traduire cette page dans cette langue.")) from denied
