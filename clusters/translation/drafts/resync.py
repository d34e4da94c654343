"""Updates the source texts of which translations are made, for all languages at once (docs/adr/0024).

wagtail-localize keeps them as they were last submitted. Whoever renews them changes what others work on.
"""

from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import SourceDeletedError, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import may_translate, may_translate_into, refuse_locked
from clusters.translation.drafts.building import save_wordless_strings
from clusters.translation.locks import lock_sets
from clusters.translation.state.minor_changes import carry_over
from fedcms.core.i18n.formatting import in_a_list
from fedcms.users.models import User


def followers_of(source: TranslationSource) -> list[Translation]:
    """The translations that follow a source."""
    return list(source.translations.filter(enabled=True).select_related("target_locale").order_by("pk"))


def is_outdated(source: TranslationSource, page: Page) -> bool:
    """Whether a page (as its own class) says something else than its source, which was taken from it earlier."""
    stored = type(page).from_serializable_data(page.serializable_data(), check_fks=False)
    return list(extract_segments(source.as_instance())) != list(extract_segments(stored))


def says_else(source: TranslationSource) -> bool:
    """Whether an original that is still there says something else by now. Some ten queries."""
    try:
        return is_outdated(source, source.get_source_instance())
    except (SourceDeletedError, ObjectDoesNotExist):
        return False


def refuse_resync(user: User, page: Page, followers: Sequence[Translation]) -> None:
    """Raises `Refusal` unless the person is of the original's team or translates into all these languages.

    And while one of the translations is locked, by a review or by somebody.
    """
    if not may_translate(user, page.specific) and not all(
        may_translate_into(user, page, follower.target_locale) for follower in followers
    ):
        raise Refusal(
            _(
                "Reprendre le texte de l’original change aussi ses autres traductions : demandez-le à l’équipe "
                "de la page."
            )
        )
    locales = [follower.target_locale_id for follower in followers]
    for target in Page.objects.filter(translation_key=page.translation_key, locale__in=locales).specific():
        refuse_locked(user, target)


def resync(source: TranslationSource, followers: Sequence[Translation], user: User) -> None:
    """Takes the words from the page again, for all that follow it: what changed is to be translated again there."""
    lock_sets([source.object_id])
    source.update_from_db()
    for follower in followers:
        follower.source = source
        carry_over(source, follower.target_locale_id)
        save_wordless_strings(follower, user)


def resync_for_new_language(page: Page, user: User) -> str:
    """Before a page is translated into one more language: its words of today, for all its languages where one may.

    Returns what the person should know, in words; "" when there is nothing to say.
    """
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None:
        return ""
    followers = followers_of(source)
    if not followers:
        source.update_from_db()  # it is as old as the last translation that followed it
        return ""
    original = page.specific
    if not is_outdated(source, original):
        return ""
    words = {
        "title": original.get_admin_display_title(),
        "languages": in_a_list([str(follower.target_locale.get_display_name()) for follower in followers]),
    }
    try:
        refuse_resync(user, original, followers)
    except (Refusal, PermissionDenied) as refusal:
        return _(
            "« %(title)s » a changé depuis que ses traductions (%(languages)s) ont commencé ; la nouvelle commence "
            "par le texte d’avant. %(reason)s"
        ) % (words | {"reason": refusal})
    resync(source, followers, user)
    return (
        _(
            "« %(title)s » a changé depuis que ses traductions (%(languages)s) ont commencé : le texte "
            "d’aujourd’hui est repris pour toutes, où ce qui a changé est à traduire de nouveau."
        )
        % words
    )
