"""Behind its application's link, an organisation of a delegation writes what everybody reads, and has its programme."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.press_access.public_answers import refused, rendered
from clusters.publishing.refusal import Refusal
from events.applications.links import application_of
from events.applications.missions import shown_mission
from events.applications.personal_views import by_link
from events.delegations.calendars import own_calendar
from events.delegations.forms import LABELS, ProfileForm
from events.delegations.links import application_of_calendar, calendar_address, calendar_link
from events.delegations.service import is_delegate, is_going, profile_of, save_profile, take_consent_back
from events.ical.feeds import CONTENT_TYPE
from events.models import Application, DelegateProfile, ProgrammeItem
from events.models.delegation import DELEGATE_TEXTS
from fedcms.core.http.client_throttle import ClientThrottle

TAKE_BACK = "take-back"


@by_link(application_of)
@require_http_methods(["GET", "HEAD", "POST"])
def my_delegation(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Shows what an organisation says of itself, and keeps what it writes by POST."""
    profile = profile_of(application)
    if request.method == "POST" and request.POST.get("action") == TAKE_BACK:
        return _taken_back(request, application, token)
    if not is_going(application):
        return _of_who_does_not_go(request, application, profile, token)
    if request.method != "POST":
        return _shown(request, application, profile, token, ProfileForm(profile))
    form = ProfileForm(profile, request.POST)
    throttle = ClientThrottle(settings.FEDCMS_SIGN_UP_RATE, "delegation-save")
    if not throttle.allow_request(request):
        form.add_error(
            None, _("Vous avez envoyé très souvent : attendez quelques minutes, puis envoyez encore.")
        )
    if form.is_valid():
        data = form.cleaned_data
        try:
            save_profile(application, form.texts(), form.consent_text(), data["version"], data["form_key"])
        except Refusal as refusal:
            profile = profile_of(application)
            form.add_error(None, str(refusal))
            form.resync(profile.version)
        else:
            return HttpResponseRedirect(f"{reverse('my_delegation', args=[token])}?done=save", status=303)
    return _shown(request, application, profile, token, form)


def _of_who_does_not_go(
    request: HttpRequest, application: Application, profile: DelegateProfile, token: str
) -> HttpResponseBase:
    """Lets an organisation that does not go (any more) take back its consent, which would count if it were again.

    What it sends by the form that it had when it was chosen is not kept, and not lost: it reads that, and its words.
    """
    typed = [(LABELS[name], request.POST[name]) for name in DELEGATE_TEXTS if request.POST.get(name)]
    if profile.consented_at is None and not typed:
        return refused(request)[0]
    context: dict[str, object] = {
        "application": application,
        "has_consented": profile.consented_at is not None,
        "typed": typed,
        "action": TAKE_BACK,
        "mission": shown_mission(application.call, application.language),
        "own_address": reverse("my_application", args=[token]),
    }
    status = 200 if request.method != "POST" else 422 if profile.consented_at is not None else 404
    return rendered(request, "events/delegations/consent.html", context, application.language, status)


def _taken_back(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Takes a consent back, whatever has been decided since the button was shown, and says so."""
    try:
        take_consent_back(application)
    except Refusal:  # its data were erased in another tab
        return refused(request)[0]
    name = "my_delegation" if is_going(application) else "my_application"
    return HttpResponseRedirect(f"{reverse(name, args=[token])}?done=consent", status=303)


def _shown(
    request: HttpRequest,
    application: Application,
    profile: DelegateProfile,
    token: str,
    form: ProfileForm,
) -> HttpResponse:
    context: dict[str, object] = {
        "application": application,
        "mission": shown_mission(application.call, application.language),
        "profile": profile,
        "form": form,
        "own_address": reverse("my_application", args=[token]),
        "was_done": request.GET.get("done", "") if not form.is_bound else "",
    }
    status = 422 if form.errors else 200
    return rendered(request, "events/delegations/personal.html", context, application.language, status)


@by_link(application_of)
@require_safe
def my_programme(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Shows the programme of an organisation: what is for all, and its own meetings."""
    if not is_delegate(application):
        return refused(request)[0]
    context: dict[str, object] = {
        "application": application,
        "mission": shown_mission(application.call, application.language),
        "items": list(ProgrammeItem.objects.seen_by(application)),
        "calendar_address": calendar_address(application),
        "calendar_url": calendar_link(application),
        "own_address": reverse("my_application", args=[token]),
    }
    return rendered(request, "events/delegations/own_programme.html", context, application.language)


@by_link(application_of)
@require_safe
def former_calendar(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Leads who followed a calendar by the application's own secret to the address that reads the programme alone."""
    if not is_delegate(application):
        return refused(request)[0]
    return HttpResponseRedirect(calendar_address(application))


@by_link(application_of_calendar)
@require_safe
def my_programme_calendar(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Sends the programme of an organisation as a calendar, to save or to follow."""
    if not is_delegate(application):
        return refused(request)[0]
    mission = shown_mission(application.call, application.language)
    body = own_calendar(application, ProgrammeItem.objects.seen_by(application), mission)
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="programme.ics"'
    return response
