"""The editor of a page that is a translation: shown, saved and published at the address of Wagtail's editor (ADR 0033).

It is a plain form. Each of its buttons first saves what was typed. If a text is not accepted, the form is shown again
with the reason beside that text, and the button does nothing else.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.publishing.refusal import Refusal, say_refused
from clusters.publishing.success_messages import say_published
from clusters.translation.access.guards import signed_in_user, translation_for
from clusters.translation.editor.layout import Layout
from clusters.translation.editor.posted_texts import (
    Outcome,
    homeless_texts,
    is_posted,
    save_posted,
    typed_again,
)
from clusters.translation.editor.screen import TRANSLATION_EDITOR, context_of
from clusters.translation.editor.shown_texts import texts_of
from clusters.translation.editor.shown_values import values_of
from clusters.translation.review import moderation
from fedcms.core.http.screens import name_screen
from fedcms.core.i18n.formatting import number

View = Callable[..., HttpResponseBase]


def _screen(request: HttpRequest, translation: Translation, page: Page, outcome: Outcome) -> HttpResponse:
    name_screen(request, TRANSLATION_EDITOR)
    context = context_of(request, translation, page, outcome)
    return TemplateResponse(request, "clusters/translation/editor.html", context)


def _as_stored(request: HttpRequest, translation: Translation) -> Outcome:
    layout = Layout(translation.source.get_source_instance())
    return Outcome(texts_of(translation, layout), values_of(translation, layout, signed_in_user(request)))


def save_first(request: HttpRequest, translation: Translation, page: Page) -> HttpResponse | None:
    """Saves the editor's form that came with a button; returns the editor again if something was not accepted.

    Returns `None` when all is saved or no form was sent.
    """
    if not is_posted(request.POST):
        return None
    user = signed_in_user(request)
    try:
        outcome = save_posted(translation, user, request.POST)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _screen(request, translation, page, typed_again(translation, user, request.POST))
    try:
        if outcome.saved:
            moderation.follow_review(translation, user)
    except Refusal as refusal:
        # The texts are saved, and the error is stored beside the text that caused it.
        messages.error(request, str(refusal))
        if outcome.is_whole:
            return redirect("wagtailadmin_pages:edit", page.pk)
    if outcome.is_whole:
        return None
    if outcome.refused:
        messages.error(request, _not_taken(outcome.refused))
    return _screen(request, translation, page, outcome)


def not_followed(request: HttpRequest, page: Page) -> HttpResponseBase:
    """Answers the form of a translation that was stopped meanwhile: shows the typed texts, which cannot be saved."""
    typed = homeless_texts(request.POST, set())
    if typed:
        context = {"page": page, "typed": typed}
        return TemplateResponse(request, "clusters/translation/not_followed.html", context)
    messages.error(request, _("Cette page ne suit plus son original : son équipe l’écrit directement."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def typed_though_refused(request: HttpRequest) -> HttpResponse | None:
    """Returns a page with the typed texts for a person who may no longer save them, or is signed out; else `None`."""
    if request.method != "POST" or not is_posted(request.POST):
        return None
    typed = homeless_texts(request.POST, set())
    if not typed:
        return None
    return TemplateResponse(request, "clusters/translation/not_saved.html", {"typed": typed}, status=403)


def _not_taken(count: int) -> str:
    return ngettext(
        "%(count)s texte n’est pas enregistré : la raison se lit dessous. Les autres le sont.",
        "%(count)s textes ne sont pas enregistrés : la raison se lit sous chacun. Les autres le sont.",
        count,
    ) % {"count": number(count)}


def saving_first(view: View) -> View:
    """Wraps the view of a button that posts the editor's form to another address: saves what was typed first."""

    @wraps(view)
    def saved(request: HttpRequest, translation_id: int, **kwargs: object) -> HttpResponseBase:
        if is_posted(request.POST):
            try:
                translation, page = translation_for(signed_in_user(request), translation_id)
            except PermissionDenied:
                if kept := typed_though_refused(request):
                    return kept
                raise
            if not translation.enabled:
                return not_followed(request, page)
            if again := save_first(request, translation, page):
                return again
        return view(request, translation_id=translation_id, **kwargs)

    return saved


def _publish(request: HttpRequest, translation: Translation, page: Page) -> None:
    """Publishes the translation, or shows why it is refused."""
    try:
        moderation.publish(translation, signed_in_user(request), has_read=True)
    except Refusal as refusal:
        say_refused(request, str(refusal), refusal)
    else:
        say_published(request, page)


def edit(request: HttpRequest, translation: Translation, page: Page) -> HttpResponseBase:
    """Shows the editor of a translation, or saves and publishes its form.

    Wagtail's editor, which this replaces, has checked the permission to edit the page before.
    """
    if request.method != "POST":
        return _screen(request, translation, page, _as_stored(request, translation))
    if again := save_first(request, translation, page):
        return again
    if request.POST.get("action") == "publish":
        _publish(request, translation, page)
    elif is_posted(request.POST):
        messages.success(request, _("La traduction est enregistrée."))
    return redirect("wagtailadmin_pages:edit", page.pk)
