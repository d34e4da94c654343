"""Registers the guarded translation views, buttons and checks in Wagtail's admin."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLResolver, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource

from clusters.models.section import StructuralPage
from clusters.translation.access.guards import may_translate
from clusters.translation.access.translate_link import lacks_a_language
from clusters.translation.editor import page_view
from clusters.translation.editor.posted_texts import is_posted
from clusters.translation.editor.submit_forms import synchronisation_refused
from clusters.translation.signal_handlers import alias_refused
from clusters.translation.urls import admin_urls
from fedcms.users.models import User

FIRST = -10  # before wagtail-localize's own hooks


@hooks.register("register_admin_urls", order=FIRST)
def guarded_urls() -> list[URLResolver]:
    """Returns the guarded views, which Wagtail finds before wagtail-localize's at the same addresses."""
    return admin_urls()


def source_of(page: Page) -> int | None:
    """Returns the key of the page's source if translations follow it, else `None`.

    Rows of the explorer carry the answer, so that they need no query.
    """
    if hasattr(page, "known_source_id"):
        known: int | None = page.known_source_id
        return known
    source = TranslationSource.objects.get_for_instance_or_none(page)
    follow = source is not None and source.translations.filter(enabled=True).exists()
    return source.pk if source is not None and follow else None


def translation_buttons(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """Yields buttons to translate a page and to update its translations, for people who may.

    Superusers get wagtail-localize's own buttons.
    """
    if user.has_perm("wagtail_localize.submit_translation") or not may_translate(user, page):
        return
    if issubclass(page.specific_class or Page, StructuralPage):
        return
    if lacks_a_language(page):
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        yield Button(_("Traduire cette page"), url, icon_name="wagtail-localize-language", priority=60)
    source_id = source_of(page)
    if source_id is not None:
        url = reverse("wagtail_localize:update_translations", args=[source_id])
        url += f"?{urlencode({'next': next_url})}" if next_url else ""
        yield Button(_("Mettre à jour les traductions"), url, icon_name="resubmit", priority=61)


hooks.register("register_page_header_buttons", translation_buttons)
hooks.register("register_page_listing_more_buttons", translation_buttons)


@hooks.register("before_copy_page")
def refuse_alias_by_copy(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Refuses the alias that Wagtail's copy form offers, with the reason."""
    if request.method == "POST" and request.POST.get("alias"):
        messages.error(request, alias_refused())
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("construct_page_action_menu")
def hide_alias_menu_item(menu_items: list[object], request: HttpRequest, context: dict[str, object]) -> None:
    """Removes wagtail-localize's "convert to alias" from the menu."""
    menu_items[:] = [item for item in menu_items if getattr(item, "name", "") != "localize-convert-to-alias"]


@hooks.register("before_edit_page", order=FIRST)
def translation_editor(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Shows our editor instead of wagtail-localize's, for a translation that follows its source."""
    if page.alias_of_id is not None or "localize-convert-to-alias" in request.POST:
        return None  # wagtail-localize's own hook answers, and refuses
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source__locale", "target_locale")
        .first()
    )
    if translation is not None:
        return page_view.edit(request, translation, page)
    # The form of our editor was sent for a stopped translation: Wagtail's editor would miss its fields.
    return page_view.not_followed(request, page) if is_posted(request.POST) else None


@hooks.register("after_create_page", order=FIRST)
def refuse_tree_synchronisation(request: HttpRequest, page: Page) -> None:
    """Deletes tree synchronisations after a page was created, before wagtail-localize makes aliases of it."""
    stray = LocaleSynchronization.objects.filter(sync_from_id=page.locale_id)
    if stray.exists():
        stray.delete()
        messages.warning(request, synchronisation_refused())
