"""The view of the form that changes a translation's slug, below its texts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user, translation_for
from clusters.translation.editor.page_address import change_address


@require_POST
def address(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Changes the slug and tells the person; if it is refused, shows the reason and changes nothing.

    Raises `Http404` for a translation that is stopped.
    """
    translation, page = translation_for(signed_in_user(request), translation_id)
    if not translation.enabled:
        raise Http404
    try:
        change_address(page, signed_in_user(request), request.POST.get("slug", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("L’adresse est changée.")
        if page.first_published_at:
            words = _("L’adresse est changée ; l’ancienne mène à la nouvelle.")
        messages.success(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)
