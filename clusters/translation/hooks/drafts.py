"""Confirms the restart of a translation, and refuses copies to another language (docs/adr/0024)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.models.page_permissions import edits_by_section
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import refuse_locked, signed_in_user
from clusters.translation.drafts.restart import restart
from clusters.translation.drafts.signal_handlers import other_language

FIRST = -10  # before wagtail-localize's own hooks
RESTART, CONFIRMED = "localize-restart-translation", "confirmed"


@hooks.register("before_edit_page", order=FIRST)
def restart_translation(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Restarts a stopped translation (the page menu's "start synced translation").

    Nothing that was written in the page meanwhile is lost: texts that would be are listed first, to be confirmed.
    Raises `PermissionDenied` for people who are not of the page's team.
    """
    if request.method != "POST" or RESTART not in request.POST:
        return None
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=False
        )
        .select_related("source", "target_locale")
        .first()
    )
    if translation is None:
        return None
    user = signed_in_user(request)
    if not edits_by_section(user, page):
        raise PermissionDenied
    try:
        refuse_locked(user, page)
        lost = restart(translation, user, is_confirmed=CONFIRMED in request.POST)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", page.pk)
    if lost and CONFIRMED not in request.POST:
        context = {"page": page, "lost": lost, "restart": RESTART, "confirmed": CONFIRMED}
        return TemplateResponse(request, "clusters/translation/restart.html", context)
    messages.success(
        request,
        _("La traduction suit de nouveau sa page d’origine ; ce qui a été écrit dans la page est repris."),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_copy_page", order=FIRST)
def refuse_copy_to_another_language(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Refuses a copy below a page of another language, where it would keep its own language (wagtail #13577)."""
    key = request.POST.get("new_parent_page", "") if request.method == "POST" else ""
    parent = Page.objects.filter(pk=key).first() if key.isdecimal() else None
    if parent is None or parent.is_root() or parent.locale_id == page.locale_id:
        return None
    messages.error(request, other_language(page, parent))
    return redirect("wagtailadmin_pages:copy", page.pk)
