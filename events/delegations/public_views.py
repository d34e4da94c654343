"""The pages of a mission's delegation, of each of its organisations with a form to write to it, and of the outcome.

Nothing is kept of them: who withdraws is gone at once.
"""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clusters.publishing.refusal import Refusal
from events.applications.public_views import mission_and_call
from events.delegations.contact import mail_to_delegate
from events.delegations.forms import DelegateContactForm
from events.models import (
    DelegateProfile,
    Delegation,
    DelegationOutcome,
    ProgrammeItem,
    TradeMissionPage,
)
from events.signup.public_views import FORM_HEADERS
from events.throttled_forms import too_often
from fedcms.core.http.client_throttle import ClientThrottle
from fedcms.core.seo.head_types import HeadMetadata

PAGE_HEADERS = {"Cache-Control": "private, no-cache"}
"""Of what is gone at once when somebody withdraws."""
FOUND_NOT_KEPT = {"X-Robots-Tag": "noarchive, nosnippet"}
"""A search engine may lead to the page; its copy would keep who has withdrawn."""


def public_mission(request: HttpRequest, key: UUID) -> TradeMissionPage:
    """Returns the public mission of an address whose delegation is published. Raises `Http404`. Three queries."""
    mission, call = mission_and_call(request, key)
    found = Delegation.objects.select_related("call").filter(call=call).first()
    if found is None or not found.is_public:
        raise Http404("This delegation is not published.")
    return mission


def _metadata(request: HttpRequest, mission: TradeMissionPage, words: str) -> HeadMetadata:
    """Returns what a page about a mission says of itself: it is there in each language of the mission. One query."""
    own, title = mission.head_metadata({}), words % {"title": mission.title}
    languages = tuple(getattr(request, "existing_languages", ()))
    return HeadMetadata(
        title=title,
        description=own.description,
        owner=own.owner,
        languages=languages,
        social_card=own.social_card,
        section_social_card=own.section_social_card,
    )


@require_safe
def delegation(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Shows the organisations of a delegation, with what each says of itself."""
    mission = public_mission(request, key)
    context = {
        "mission": mission,
        "head_metadata": _metadata(request, mission, _("La délégation : %(title)s")),
        "items": list(ProgrammeItem.objects.for_everybody().filter(call__translation_key=key)),
        "delegates": list(DelegateProfile.objects.shown_for(key)),
    }
    return TemplateResponse(
        request, "events/delegations/delegation.html", context, headers=PAGE_HEADERS | FOUND_NOT_KEPT
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest, key: UUID, application_id: int) -> HttpResponseBase:
    """Shows an organisation with the form to write to it, and mails what is sent. No cookie, so no CSRF check."""
    mission = public_mission(request, key)
    rows = DelegateProfile.objects.shown_for(key).select_related("application__cluster", "application__call")
    profile = rows.filter(application__in=[application_id]).first()
    if profile is None:
        raise Http404("This organisation is not shown.")
    if request.method != "POST":
        form = DelegateContactForm(initial={"stamp": DelegateContactForm.new_stamp()})
        return _shown(request, mission, profile, form)
    form = DelegateContactForm(request.POST)
    throttle = ClientThrottle(settings.FEDCMS_SIGN_UP_RATE, "delegation-contact")
    if not throttle.allow_request(request):
        words = _("Trop de demandes sont parties de votre connexion : réessayez dans %(minutes)d min.")
        return too_often(form, throttle, words, partial(_shown, request, mission, profile, form))
    if form.is_valid():
        try:
            mail_to_delegate(profile, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return _shown(request, mission, profile, form, status=410)
        address = reverse("delegate", args=[key, application_id])
        return HttpResponseRedirect(f"{address}?sent=1", status=303)
    return _shown(request, mission, profile, form, status=422)


def _shown(
    request: HttpRequest,
    mission: TradeMissionPage,
    profile: DelegateProfile,
    form: DelegateContactForm,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "mission": mission,
        "delegate": profile,
        "form": form,
        "was_sent": "sent" in request.GET and not form.is_bound,
    }
    headers = FORM_HEADERS["POST" if form.is_bound else "GET"]
    template = "events/delegations/delegate.html"
    return TemplateResponse(request, template, context, status=status, headers=headers)


@require_safe
def outcome(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Shows what came out of a mission, once the delegation is back and its organisers say so."""
    mission, call = mission_and_call(request, key)
    found = DelegationOutcome.objects.select_related("call").filter(call=call).first()
    if found is None or not found.is_public or not mission.is_over:
        raise Http404("Nothing is said of this mission yet.")
    shown = Delegation.objects.select_related("call").filter(call=call).first()
    context = {
        "mission": mission,
        "head_metadata": _metadata(request, mission, _("Bilan : %(title)s")),
        "outcome": found,
        "delegation_address": reverse("delegation", args=[key]) if shown and shown.is_public else "",
    }
    return TemplateResponse(request, "events/delegations/outcome.html", context, headers=PAGE_HEADERS)
