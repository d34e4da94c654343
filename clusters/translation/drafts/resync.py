"""Updates the source texts of which translations are made, for all languages at once (docs/adr/0024).

wagtail-localize keeps them as they were last submitted. A resync changes the texts that other people are translating.
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
    """Returns the translations that follow a source."""
    return list(source.translations.filter(enabled=True).select_related("target_locale").order_by("pk"))


def is_outdated(source: TranslationSource, page: Page) -> bool:
    """Returns whether the texts of a page (as its own class) differ from those that were submitted last."""
    stored = type(page).from_serializable_data(page.serializable_data(), check_fks=False)
    return list(extract_segments(source.as_instance())) != list(extract_segments(stored))


def says_else(source: TranslationSource) -> bool:
    """Returns whether the original page still exists and its texts have changed since. Some ten queries."""
    try:
        return is_outdated(source, source.get_source_instance())
    except (SourceDeletedError, ObjectDoesNotExist):
        return False


def refuse_resync(user: User, page: Page, followers: Sequence[Translation]) -> None:
    """Raises `Refusal` unless the person may update the source texts for all languages.

    They may as one of the original's team, or as somebody who may translate into all these languages; and as long as
    none of the translations is locked by a review or by another user.
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
    """Reads the source texts from the page again, for all translations that follow it.

    Changed texts are then to be translated again; minor changes keep their translation.
    """
    lock_sets([source.object_id])
    source.update_from_db()
    for follower in followers:
        follower.source = source
        carry_over(source, follower.target_locale_id)
        save_wordless_strings(follower, user)


def resync_for_new_language(page: Page, user: User) -> str:
    """Updates the source texts before a page is translated into one more language, if the person may do so.

    Returns a sentence for the person, "" when there is nothing to say.
    """
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None:
        return ""
    followers = followers_of(source)
    if not followers:
        source.update_from_db()  # no translation follows: the texts are as old as the last translation that did
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
