"""Builds the template context of the translation editor: texts in the order of the page, and what the person may do."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import PageStatusSidePanel
from wagtail.models import Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation

from clusters.access.own_pages import is_own
from clusters.publishing.bundles.selection import bundle_context
from clusters.publishing.withdrawal.selection import withdrawal_context
from clusters.translation.access.guards import may_translate, signed_in_user
from clusters.translation.drafts.resync import says_else
from clusters.translation.editor.page_address import may_change_address
from clusters.translation.editor.posted_texts import SHOWN, Outcome
from clusters.translation.editor.sections import sections_of, shown_of, side_of
from clusters.translation.review.moderation import moderation_state
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User

# The screen's name for the guide (fedcms.core.http.screens): its address is that of Wagtail's editor, too.
TRANSLATION_EDITOR = "translation_editor"


def _languages(translation: Translation, page: Page, user: User) -> dict[str, object]:
    """Returns the header's links: to the original (or the side-by-side view) and to the other languages."""
    others = list(page.get_translations().select_related("locale").specific())
    may_open = [other for other in others if other.permissions_for_user(user).can_edit()]
    editors = {other.locale_id: reverse("wagtailadmin_pages:edit", args=[other.pk]) for other in may_open}
    beside = reverse("translation_review:show", args=[translation.pk])
    return {
        "source_url": editors.get(translation.source.locale_id, beside),
        "other_languages": [
            (other.locale, editors[other.locale_id])
            for other in may_open
            if other.locale_id != translation.source.locale_id
        ],
        "panel_translations": [
            {"locale": other.locale, "url": editors[other.locale_id]} for other in may_open
        ],
    }


def _side_panel(request: HttpRequest, page: Page, translations: object) -> PageStatusSidePanel:
    panel = PageStatusSidePanel(
        page,
        request,
        show_schedule_publishing_toggle=False,
        live_object=page,
        scheduled_object=page.get_scheduled_revision_as_object(),
        locale=page.locale,
        translations=translations,
    )
    if not is_own(signed_in_user(request), page):
        # These screens refuse people who only translate.
        panel.history_url, panel.usage_url = None, ""
    return panel


def _machine(translation: Translation) -> str:
    """Returns the name of the machine translator for this pair of languages; "" if there is none."""
    machine = get_machine_translator()
    can = machine is not None and machine.can_translate(translation.source.locale, translation.target_locale)
    return str(machine.display_name) if can else ""


def _update_url(translation: Translation, page: Page, user: User) -> str:
    """Returns the address where the person updates the source texts; "" for a person who may not."""
    followers = Page.objects.filter(
        translation_key=page.translation_key,
        locale__in=translation.source.translations.filter(enabled=True).values("target_locale"),
    ).specific()
    if not all(may_translate(user, each) for each in [translation.source.get_source_instance(), *followers]):
        return ""
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    return f"{url}?{urlencode({'next': reverse('wagtailadmin_pages:edit', args=[page.pk])})}"


def notices(translation: Translation, page: Page, user: User) -> dict[str, object]:
    """Returns what the person should know about the original before writing: whether it or its model has changed."""
    is_outdated = says_else(translation.source)
    schema = ""
    if translation.source.schema_out_of_date():
        schema = _(
            "Le modèle « %(model)s » a changé depuis la dernière mise à jour : des champs récents peuvent manquer ici."
        ) % {"model": capfirst(page._meta.verbose_name)}
    return {
        "is_outdated": is_outdated,
        "update_url": _update_url(translation, page, user) if is_outdated else "",
        "schema_notice": schema,
    }


def context_of(
    request: HttpRequest, translation: Translation, page: Page, outcome: Outcome
) -> dict[str, object]:
    """Returns the template context. The number of queries does not grow with the number of texts."""
    user = signed_in_user(request)
    lock = page.get_lock()
    sections = sections_of(outcome)
    languages = _languages(translation, page, user)
    panels = [_side_panel(request, page, languages["panel_translations"])]
    source, target = side_of(translation.source.locale), side_of(translation.target_locale)
    items = [item for section in sections for group in section.groups for item in group.items]
    forms = [item.form for item in items if item.form is not None]
    media = MediaContainer(panels).media
    for kind in {type(form.fields[name].widget): form for form in forms for name in form.fields}.values():
        media += kind.media
    is_readonly = bool(lock is not None and lock.for_user(user))
    if is_readonly:
        for _order, text in outcome.texts:
            text.form.fields["target"].widget.attrs["readonly"] = True
    missing = [text for _order, text in outcome.texts if text.is_missing]
    moderation = moderation_state(translation, page, user)
    return {
        "translation": translation,
        "page": page,
        "page_perms": page.permissions_for_user(user),
        "header_title": _("Traduire « %(title)s »") % {"title": isolated(page.get_admin_display_title())},
        "sections": sections,
        "outcome": outcome,
        "shown_name": SHOWN,
        "shown": shown_of(outcome),
        "source": source,
        "target": target,
        "moderation": moderation,
        "may_resubmit": moderation.may_submit and not is_readonly,
        "is_readonly": is_readonly,
        "first_missing": missing[0].place.key if missing else "",
        "ignoring": sum(bool(text.ignored) for _order, text in outcome.texts),
        "machine": _machine(translation),
        # Read from the row: the draft at hand does not have it.
        "published_at": Page.objects.values_list("last_published_at", flat=True).get(pk=page.pk)
        if page.live
        else None,
        "may_change_address": may_change_address(user, page),
        "preview_modes": page.preview_modes,
        "comment": request.POST.get("comment", ""),
        "media": media,
        "side_panels": panels,
        **languages,
        **withdrawal_context(page, user),
        **bundle_context(page, user),
        **notices(translation, page, user),
    }
