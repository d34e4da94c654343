"""wagtail-localize's views on one translation, with locks and messages; and the views of the review buttons."""

import json
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation
from wagtail_localize.views import edit_translation as upstream

from clusters.models.page_permissions import edits_by_section
from clusters.publishing.refusal import Refusal
from clusters.publishing.success_messages import (
    say_published,
    say_review_cancelled,
    say_sent_back,
    say_submitted,
)
from clusters.translation.access.guards import (
    lock,
    refuse_locked,
    signed_in_user,
    target_page,
    translation_for,
)
from clusters.translation.drafts.overrides import check_override
from clusters.translation.drafts.save_on_unlink import save_translated_words
from clusters.translation.machine.translator import translate_by_machine
from clusters.translation.review import moderation
from clusters.translation.state.signal_handlers import states_once
from fedcms.core.http.row_keys import is_key

View = Callable[..., HttpResponseBase]
LOCKED, UNREADABLE = 423, 400


def _back(request: HttpRequest, page: Page) -> HttpResponseBase:
    next_url = get_valid_next_url_from_request(request)
    return redirect(next_url) if next_url else redirect("wagtailadmin_pages:edit", page.pk)


def reading(view: View) -> View:
    """Wraps a view that changes nothing: the permission to edit the page is enough."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: object) -> HttpResponseBase:
        translation_for(signed_in_user(request), translation_id)
        return view(request, translation_id=translation_id, **kwargs)

    return guarded


def changing(view: View) -> View:
    """Wraps a view that a form posts to: shows the reason instead while the page is locked for the person."""

    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: object) -> HttpResponseBase:
        translation, page = translation_for(signed_in_user(request), translation_id)
        try:
            refuse_locked(signed_in_user(request), page)
            response = view(request, translation_id=translation_id, **kwargs)
            moderation.follow_review(translation, signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return _back(request, page)
        return response

    return guarded


def changing_by_script(view: View) -> View:
    """Wraps a view that the editor's script calls: answers 423 with the reason while the page is locked.

    Answers 403 without permission, and 400 for a missing value or a draft that cannot be written.
    """

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: object) -> HttpResponseBase:
        try:
            translation, page = translation_for(signed_in_user(request), translation_id)
        except PermissionDenied:
            return JsonResponse({"detail": _("Cette page n’est pas dans votre section.")}, status=403)
        try:
            refuse_locked(signed_in_user(request), page)
        except Refusal as refusal:
            return JsonResponse({"detail": str(refusal)}, status=LOCKED)
        try:
            response = view(request, translation_id=translation_id, **kwargs)
        except KeyError:
            return JsonResponse({"detail": _("Il manque la valeur.")}, status=UNREADABLE)
        try:
            moderation.follow_review(translation, signed_in_user(request))
        except Refusal as refusal:
            return JsonResponse({"detail": str(refusal)}, status=UNREADABLE)
        return response

    return guarded


download_po = reading(upstream.download_pofile)
preview = reading(upstream.preview_translation)


@changing
def stop(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Stops a translation: the page becomes independent, with what is translated by now.

    Its team edits it from then on. Raises `PermissionDenied` for people who are only translators.
    """
    translation, page = translation_for(signed_in_user(request), translation_id)
    if not edits_by_section(signed_in_user(request), page):
        raise PermissionDenied
    save_translated_words(translation, signed_in_user(request))
    response: HttpResponseBase = upstream.stop_translation(request, translation_id)
    return response


def lock_or_answer(request: Request, translation: Translation) -> Response | None:
    """Locks a translation for a script's change. Returns the answer (423) if its page is locked for the person."""
    lock(translation)
    try:
        refuse_locked(signed_in_user(request), target_page(translation))
    except Refusal as refusal:
        return Response({"detail": str(refusal)}, status=LOCKED)
    return None


@changing_by_script
@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
def edit_override(request: Request, translation_id: int, overridable_segment_id: int) -> Response:
    """Replaces a synchronised value (an image, a link) by one that the person may choose."""
    translation = get_object_or_404(Translation, pk=translation_id)
    segment = get_object_or_404(OverridableSegment, pk=overridable_segment_id, source=translation.source)
    with transaction.atomic():
        # Waits for a submission by another person; after it, only reviewers may change the value.
        if locked := lock_or_answer(request, translation):
            return locked
        return _write_override(request, translation, segment)


def _write_override(request: Request, translation: Translation, segment: OverridableSegment) -> Response:
    place = {"locale": translation.target_locale, "context": segment.context}
    if request.method == "DELETE":
        override = get_object_or_404(SegmentOverride, **place)
        override.delete()
        return Response(_serialised(override, translation))
    value = str(request.data["value"])
    try:
        check_override(signed_in_user(request), translation, segment, value)
    except Refusal as refusal:
        return Response({"detail": str(refusal)}, status=UNREADABLE)
    override, created = SegmentOverride.objects.update_or_create(
        **place,
        defaults={
            "data_json": json.dumps(value),
            "last_translated_by": signed_in_user(request),
            "has_error": False,
            "field_error": "",
        },
    )
    return Response(_serialised(override, translation), status=201 if created else 200)


def _serialised(override: SegmentOverride, translation: Translation) -> object:
    data: object = upstream.SegmentOverrideSerializer(
        override, context={"translation_source": translation.source}
    ).data
    return data


@changing
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Translates missing texts by machine; shows a message when the service is down."""
    translation, page = translation_for(signed_in_user(request), translation_id)
    # No transaction is open while the service works: on SQLite nobody else could write meanwhile.
    with states_once():
        is_filled = translate_by_machine(translation, signed_in_user(request))
    if is_filled:
        name = get_machine_translator().display_name
        messages.success(
            request, _("Traduit par %(service)s : relisez avant de soumettre.") % {"service": name}
        )
    else:
        messages.warning(request, _("Il ne reste rien à traduire."))
    return _back(request, page)


def _acting(
    say: Callable[[HttpRequest, Page], None],
) -> Callable[[Callable[[Translation, HttpRequest], None]], View]:
    """Makes the action of a review button a view: says what was done or why not, and goes back to the editor."""

    def acting(action: Callable[[Translation, HttpRequest], None]) -> View:
        @require_POST
        @wraps(action)
        def view(request: HttpRequest, translation_id: int) -> HttpResponseBase:
            translation, page = translation_for(signed_in_user(request), translation_id)
            if not translation.enabled:
                raise Http404
            try:
                action(translation, request)
            except moderation.ChangedSince as refusal:
                messages.error(request, str(refusal))
                return redirect("translation_review:show", translation.pk)
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                say(request, page)
            return redirect("wagtailadmin_pages:edit", page.pk)

        return view

    return acting


@_acting(say_submitted)
def submit_for_review(translation: Translation, request: HttpRequest) -> None:
    """Submits the translation for review."""
    moderation.submit(translation, signed_in_user(request))


@_acting(say_published)
def approve(translation: Translation, request: HttpRequest) -> None:
    """Approves the translation, which publishes the revision that the reviewer saw and no later one."""
    seen = request.POST.get("revision", "")
    moderation.review(
        translation,
        signed_in_user(request),
        "approve",
        request.POST.get("comment", ""),
        seen=int(seen) if is_key(seen) else None,
    )


@_acting(say_sent_back)
def ask_for_changes(translation: Translation, request: HttpRequest) -> None:
    """Rejects the translation, with the reviewer's comment."""
    moderation.review(translation, signed_in_user(request), "reject", request.POST.get("comment", ""))


@_acting(say_review_cancelled)
def take_back(translation: Translation, request: HttpRequest) -> None:
    """Cancels the review without a decision."""
    moderation.take_back(translation, signed_in_user(request))
