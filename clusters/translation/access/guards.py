"""Checks who may translate a page: permissions follow the section, in every language (docs/adr/0001, rule 3).

wagtail-localize asks for one global permission to submit a page, and for none to read its report. Here page permissions
are checked each time: on the source page, and on the parent below which the translation is made. Translators of that
section and language need no page permission (clusters.translation.access.translators). A missing permission raises
`PermissionDenied`; what nobody may do raises `Refusal`, with a sentence for the reader.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.models.page_permissions import edits_by_section
from clusters.models.section import StructuralPage
from clusters.publishing.refusal import Refusal
from clusters.translation.access.translators import is_followed, starts_as_translator, translator_scope
from clusters.translation.locks import lock_sets
from fedcms.users.models import User


def signed_in_user(request: HttpRequest) -> User:
    """Returns the user of the request. Raises `PermissionDenied` for an anonymous visitor."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def may_translate(user: User, page: Page) -> bool:
    """Returns whether a person may have a page translated into any language: whoever may edit it as one of its team."""
    return bool(not page.is_root() and edits_by_section(user, page))


def may_have_translated(user: User, page: Page) -> bool:
    """Returns whether a person may have a page translated into some language, as one of its team or as a translator."""
    if may_translate(user, page):
        return True
    locales = Locale.objects.filter(pk__in=translator_scope(user).roots)
    return any(starts_as_translator(user, page, locale) for locale in locales)


def refuse_structural(page: Page) -> None:
    """Raises `Refusal` for structural pages, which provisioning makes in every language."""
    if isinstance(page.specific, StructuralPage):
        raise Refusal(
            _(
                "« %(title)s » est une page de structure : elle existe déjà dans chaque langue. Écrivez son "
                "texte directement dans la page de la langue voulue."
            )
            % {"title": page.get_admin_display_title()}
        )


def translated_parent(page: Page, locale: Locale) -> Page | None:
    """Returns the page below which a translation into `locale` would be made; `None` if there is none but an alias."""
    parent = page.get_parent()
    return Page.objects.filter(
        translation_key=parent.translation_key, locale=locale, alias_of__isnull=True
    ).first()


def may_create_below(user: User, page: Page, parent: Page) -> bool:
    """Returns whether a person may create a page of the same type as `page` below `parent`."""
    specific = page.specific_class
    if specific is None or not specific.can_create_at(parent):
        return False
    return bool(parent.permissions_for_user(user).can_add_subpage())


def may_translate_into(user: User, page: Page, locale: Locale) -> bool:
    """Returns whether a person may start or continue the translation of a page (in any language) into `locale`.

    Editors and publishers of the section may, translators of the language, and superusers. Nobody may translate a
    structural page, or a translation that no longer follows its source. Costs a few queries; for lists, ask
    `translator_scope` and `clusters.access.own_pages.own_pages` once.
    """
    if page.is_root() or issubclass(page.specific_class or Page, StructuralPage):
        return False
    target = Page.objects.filter(translation_key=page.translation_key, locale=locale).first()
    if target is not None:
        return is_followed(target) and bool(target.specific.permissions_for_user(user).can_edit())
    if starts_as_translator(user, page, locale):
        return True
    parent = translated_parent(page, locale)
    return may_translate(user, page.specific) and parent is not None and may_create_below(user, page, parent)


def target_page(translation: Translation) -> Page:
    """Returns the translated page as its own class. Raises `Http404` when it is gone or is not a page."""
    try:
        instance = translation.get_target_instance()
    except translation.source.specific_content_type.model_class().DoesNotExist as error:
        raise Http404 from error
    if not isinstance(instance, Page):
        raise Http404
    return instance


def translation_for(user: User, translation_id: int) -> tuple[Translation, Page]:
    """Returns a translation and its page.

    Raises `Http404` when one of them does not exist, `PermissionDenied` when the person may neither edit nor translate
    it.
    """
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=translation_id
    )
    page = target_page(translation)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return translation, page


def lock(translation: Translation) -> None:
    """Locks a translation until the transaction ends, so that nobody else submits it or imports texts into it."""
    lock_sets([translation.source.object_id])
    Translation.objects.select_for_update().filter(pk=translation.pk).first()


def refuse_locked(user: User, page: Page) -> None:
    """Raises `Refusal` when the page is locked for this person, by a review or by another user."""
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        raise Refusal(
            _("« %(title)s » est en relecture ou verrouillée : rien n’a été changé.")
            % {"title": page.get_admin_display_title()}
        )
