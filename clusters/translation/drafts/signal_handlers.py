"""Saves translated texts when a page is deleted, reuses them at a new place; keeps each page tree in one language."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import pre_page_move
from wagtail_localize.models import OverridableSegment, StringSegment, StringTranslation

from clusters.translation.drafts.save_on_unlink import save_translated_words_of_all
from clusters.translation.state.signal_handlers import states_once
from clusters.translation.texts.allowed_html import refuse_other_nodes
from clusters.translation.texts.blank_texts import has_words, refuse_blank
from clusters.translation.texts.plain_text import plain
from clusters.translation.texts.text_reuse import reuse_override, reuse_string

OF_A_LANGUAGE = 3  # from this depth on, a page is in the tree of one language


class OtherLanguage(ValidationError, PermissionDenied):
    """The refusal of a page in the tree of another language.

    Forms and APIs show it as a validation error, other admin views as a missing permission.
    """


def other_language(page: Page, parent: Page) -> str:
    """Returns the sentence that says why a page cannot be put below `parent`."""
    return _(
        "« %(title)s » est en %(from)s, la destination en %(to)s : choisissez-en une de la même langue, "
        "ou traduisez la page."
    ) % {
        "title": page.get_admin_display_title() or page.title,
        "from": page.locale.get_display_name(),
        "to": parent.locale.get_display_name(),
    }


def refuse_other_language(sender: type, instance: object, raw: bool, **kwargs: object) -> None:
    """Receives `pre_save` of a new page: raises `OtherLanguage` if its parent is in another language."""
    if raw or not isinstance(instance, Page) or instance.pk is not None:
        return
    if (instance.depth or 0) < OF_A_LANGUAGE:
        return
    parent = instance.get_parent()
    if parent.locale_id != instance.locale_id:
        raise OtherLanguage({"locale": other_language(instance, parent)})


def refuse_move_to_other_language(
    sender: type, instance: Page, parent_page_after: Page, **kwargs: object
) -> None:
    """Receives `pre_page_move`: raises `OtherLanguage` if the new parent is in another language."""
    if instance.depth >= OF_A_LANGUAGE and parent_page_after.locale_id != instance.locale_id:
        raise OtherLanguage(other_language(instance, parent_page_after))


def text_at_new_place(
    sender: type, instance: StringSegment, created: bool, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save`: a text at a new place gets its translations from elsewhere on the page."""
    if created and not raw:
        with states_once():
            reuse_string(instance)


def value_at_new_place(
    sender: type, instance: OverridableSegment, created: bool, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save`: a picture, file or link at a new place gets the replacement chosen elsewhere."""
    if created and not raw:
        reuse_override(instance)


def mark_faulty_text(
    sender: type,
    instance: StringTranslation,
    raw: bool,
    update_fields: Collection[str] | None = None,
    **kwargs: object,
) -> None:
    """Receives `pre_save` of a translated text: marks a blank or forbidden one as faulty, so that no page shows it.

    It does so whether the text was typed, imported from a PO file or written by a machine.
    """
    if raw or (update_fields is not None and "data" not in update_fields):
        return
    try:
        refuse_other_nodes(instance.data)
        if not has_words(plain(instance.data)):
            refuse_blank(instance.translation_of.data, instance.data)
    except ValueError as error:
        instance.has_error, instance.field_error = True, str(error)


def words_stay_without_source(sender: type, instance: Page, **kwargs: object) -> None:
    """Receives `pre_delete` of a page: saves the texts of its translations, whose strings are deleted with it."""
    save_translated_words_of_all(instance)


def connect() -> None:
    """Connects the handlers. Called once, when the app is ready."""
    pre_save.connect(refuse_other_language, dispatch_uid="clusters.translation.tree_language")
    pre_page_move.connect(refuse_move_to_other_language, dispatch_uid="clusters.translation.move_language")
    post_save.connect(text_at_new_place, sender=StringSegment, dispatch_uid="clusters.translation.recall")
    post_save.connect(
        value_at_new_place, sender=OverridableSegment, dispatch_uid="clusters.translation.recall_value"
    )
    pre_save.connect(
        mark_faulty_text, sender=StringTranslation, dispatch_uid="clusters.translation.texts.allowed_html"
    )
    pre_delete.connect(words_stay_without_source, sender=Page, dispatch_uid="clusters.translation.words_stay")
