"""Where the links of a mail lead: to the page and its files, at their own addresses, and to unsubscribing."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clusters.people.teams import owner_with_key
from clusters.press_access.file_requests import find_file
from clusters.press_access.public_answers import seal
from fedcms.core.i18n.request_language import preferred_language
from news.models import MailingRecipient
from news.newsroom.mailing.links import recipient_of, unsubscriber_of
from news.newsroom.mailing.openings import note_file, note_page
from news.newsroom.media_contacts.unsubscribing import is_accredited, unsubscribe_by_mail


def _recipient(token: str) -> MailingRecipient:
    """Returns the recipient of a link. Raises `Http404`."""
    key = recipient_of(token)
    found = MailingRecipient.objects.select_related("mailing").filter(pk=key).first() if key else None
    if found is None:
        raise Http404
    return found


def _leads_to(request: HttpRequest, address: str) -> HttpResponseBase:
    """Returns a redirect that nothing keeps, and that tells nobody the link."""
    return seal(HttpResponseRedirect(address), preferred_language(request, dict(settings.LANGUAGES)))


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Leads to the page where it was when the mail left; whether it is there still, the site answers."""
    recipient = _recipient(token)
    if not recipient.address:
        raise Http404
    note_page(request, recipient)
    return _leads_to(request, recipient.address)


@require_safe
def file(request: HttpRequest, token: str, address: str) -> HttpResponseBase:
    """Leads to a file of the site, which answers by its own rules."""
    recipient = _recipient(token)
    wanted = find_file(address)
    if wanted is None:
        raise Http404
    note_file(request, recipient, wanted.subject)
    return _leads_to(request, f"/{address}")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscription(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shows the button by which somebody unsubscribes; POST does it, from there or from a mail program (RFC 8058).

    Without a cookie or CSRF check: the signed address is what proves whose mail it was.
    """
    unsubscriber = unsubscriber_of(token)
    if unsubscriber is None:
        raise Http404
    # Of a cluster that is gone, nothing is left: Http404.
    owner = owner_with_key(unsubscriber.cluster_id)
    is_done, address_hash = request.method == "POST", unsubscriber.address_hash
    if is_done:
        found = MailingRecipient.objects.select_related("contact").filter(pk=unsubscriber.recipient_id)
        unsubscribe_by_mail(unsubscriber.cluster_id, address_hash, found.first())
    language = preferred_language(request, dict(settings.LANGUAGES))
    context = {
        "owner": owner,
        "is_done": is_done,
        "stays_accredited": is_done and is_accredited(unsubscriber.cluster_id, address_hash),
    }
    with override(language):
        response: HttpResponse = TemplateResponse(request, "news/mailing/unsubscribe.html", context).render()
    return seal(response, language)
