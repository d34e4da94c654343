"""The pages behind the links of applications: an applicant's own, the question to their organisation.

Kept nowhere, indexed nowhere, and one answer to every link that does not serve.
"""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clusters.press_access.public_answers import refused, rendered, seal
from clusters.publishing.refusal import Refusal
from events.applications.documents import add_document
from events.applications.erasure import erase
from events.applications.export import data_download
from events.applications.forms import ApplicationForm
from events.applications.links import application_of, application_of_organisation
from events.applications.locks import refuse_unless_writable
from events.applications.missions import end_of_time, shown_mission
from events.applications.offer import time_left
from events.applications.private_files import send_private
from events.applications.service import note_new_files, save, vouch, withdraw
from events.models import Application, ApplicationState
from fedcms.core.http.client_throttle import ClientThrottle
from fedcms.core.i18n.moments import moment_in_zone

View = Callable[..., HttpResponseBase]
SURE = "sure"
"""The box that confirms what cannot be undone."""
SAVE, SUBMIT = "save", "submit"


def by_link(find: Callable[[str], Application | None]) -> Callable[[View], View]:
    """Lets a view answer to a link, with its application instead of the secret; seals whatever is answered.

    Without a CSRF check: there is no cookie, and the secret in the address is what a form proves.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, token: str, **arguments: object) -> HttpResponseBase:
            found = find(token)
            if found is None:
                return seal(*refused(request))
            with override(found.language):
                return seal(view(request, found, token, **arguments), found.language)

        return answer

    return decorate


@by_link(application_of)
@require_http_methods(["GET", "HEAD", "POST"])
def my_application(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Shows an applicant's own application; saves, sends, withdraws or erases it by POST."""
    if request.method != "POST":
        return _shown(request, application, token)
    action = request.POST.get("action", "")
    try:
        if action in (SAVE, SUBMIT):
            return _saved(request, application, token, submits=action == SUBMIT)
        return _ended(request, application, token, action)
    except Refusal as refusal:
        return _shown(request, application, token, refusal=str(refusal))


def _ended(request: HttpRequest, application: Application, token: str, action: str) -> HttpResponseBase:
    """Withdraws or erases. Raises `Refusal`."""
    if action not in ("withdraw", "erase"):
        raise Refusal(_("Cette page ne sait pas faire cela."))
    if SURE not in request.POST:
        raise Refusal(_("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    if action == "erase" or application.state == ApplicationState.ASKED:
        # What was never confirmed is nobody's to keep.
        erase(application)
        return rendered(request, "events/applications/erased.html", {}, application.language)
    withdraw(application)
    return _back(token, action)


def _back(token: str, action: str) -> HttpResponseRedirect:
    """Leads back to the page, so that to load it again does nothing again."""
    return HttpResponseRedirect(f"{reverse('my_application', args=[token])}?done={action}", status=303)


def _form(
    application: Application, request: HttpRequest | None = None, *, submits: bool = False
) -> ApplicationForm:
    requested = list(application.call.documents.all())
    kept = list(application.documents.values_list("requested_id", flat=True))
    is_to_be_complete = submits or application.state == ApplicationState.SUBMITTED
    data, files = (request.POST, request.FILES) if request is not None else (None, None)
    return ApplicationForm(application, requested, kept, data, files, is_to_be_complete=is_to_be_complete)


def _unread(application: Application, request: HttpRequest, words: str) -> ApplicationForm:
    """Returns what was written with why it is refused; no file that came with it is looked into."""
    requested = list(application.call.documents.all())
    form = ApplicationForm(application, requested, (), request.POST)
    form.add_error(None, words)
    return form


def _saved(request: HttpRequest, application: Application, token: str, *, submits: bool) -> HttpResponseBase:
    """Saves what was sent, unless it comes too often or too late: then no file is looked into. Raises `Refusal`."""
    throttle = ClientThrottle(settings.FEDCMS_SIGN_UP_RATE, "application-save")
    if not throttle.allow_request(request):
        words = _("Vous avez envoyé très souvent : attendez quelques minutes, puis envoyez encore.")
        answer = _shown(request, application, token, _unread(application, request, words))
        answer.status_code, answer["Retry-After"] = 429, str(throttle.retry_after())
        return answer
    if request.FILES:
        try:
            refuse_unless_writable(application, timezone.now())
        except Refusal as refusal:
            return _shown(request, application, token, _unread(application, request, str(refusal)))
    return _kept(request, application, token, submits=submits)


def _kept(request: HttpRequest, application: Application, token: str, *, submits: bool) -> HttpResponseBase:
    """Keeps the files that are right, then the words; shows what was typed if anything is wrong. Raises `Refusal`."""
    form = _form(application, request, submits=submits)
    is_valid = form.is_valid()
    version = str(form.cleaned_data.get("version") or "")
    form_key = str(form.cleaned_data.get("form_key") or "")
    has_new_files = False
    for name, requested, upload in form.uploads():
        try:
            has_new_files |= add_document(application, requested, upload, version, form_key=form_key)
        except Refusal as refusal:
            form.add_error(name, str(refusal))
            is_valid = False
    if is_valid:
        try:
            save(application, form.words(), version, form_key, submits=submits, has_new_files=has_new_files)
        except Refusal as refusal:
            if refusal.reason == "erased":
                raise
            form.add_error(refusal.field or None, str(refusal))
        else:
            return _back(token, SUBMIT if submits else SAVE)
    if has_new_files:
        note_new_files(application)
    application = application_of(token) or _gone()
    form.resync(application.version)
    return _shown(request, application, token, form)


def _gone() -> NoReturn:
    """Raises `Refusal` for an application that went with its call, or was erased, while a form was read."""
    raise Refusal(_("On ne candidate plus à cette mission."), reason="over")


def _shown(
    request: HttpRequest,
    application: Application,
    token: str,
    form: ApplicationForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    call, now = application.call, timezone.now()
    mission = shown_mission(call, application.language)
    end = end_of_time(call)
    may_write = application.is_active or application.state == ApplicationState.ASKED
    is_open = may_write and mission is not None and call.is_open(now)
    context: dict[str, object] = {
        "application": application,
        "call": call,
        "mission": mission,
        "is_open": is_open,
        "closes": moment_in_zone(call.closes_at, call.time_zone),
        "left": time_left(call.closes_at, now),
        # What was typed stays in sight, also when it comes too late.
        "form": form or (_form(application) if is_open else None),
        "documents": [
            (document, reverse("my_application_document", args=[token, document.pk]))
            for document in application.documents.select_related("requested")
        ],
        "refusal": refusal,
        "kept_until": moment_in_zone(end, call.time_zone) if end is not None else "",
        "token": token,
        "data_address": reverse("my_application_data", args=[token]),
        "was_done": request.GET.get("done", ""),
    }
    status = 422 if refusal or (form is not None and form.errors) else 200
    return rendered(request, "events/applications/personal.html", context, application.language, status)


@by_link(application_of)
@require_safe
def my_data(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Downloads all that is known of an applicant."""
    return data_download(application, "application.json")


@by_link(application_of)
@require_safe
def my_document(
    request: HttpRequest, application: Application, token: str, document_id: int
) -> HttpResponseBase:
    """Sends a document of one's own application."""
    document = application.documents.filter(pk=document_id).first()
    if document is None:
        return refused(request)[0]
    try:
        return send_private(document.file.name or "", document.name)
    except Http404:
        return refused(request)[0]


@by_link(application_of_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, application: Application, token: str) -> HttpResponseBase:
    """Asks an organisation whether somebody applies for it, and notes that by POST."""
    is_done, refusal = False, ""
    if request.method == "POST":
        try:
            vouch(application)
            is_done = True
        except Refusal as error:
            refusal = str(error)
    context: dict[str, object] = {
        "application": application,
        "mission": shown_mission(application.call, application.language),
        "is_done": is_done or bool(application.proof and not refusal),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return rendered(request, "events/applications/organisation.html", context, application.language, status)
