"""The admin screen on which a release is sent by mail: form, preview in each language, test, and sending."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from clusters.models.owner import SectionOwner
from clusters.people.teams import team_number
from clusters.press_access.rights import owner_of_page
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.addresses import absolute, page_address, site_base
from fedcms.users.models import User
from news.models import MailingMoment, PressReleasePage
from news.newsroom.mailing.forms import MailingForm
from news.newsroom.mailing.message import (
    MessageText,
    RecipientLinks,
    RenderedMessage,
    message_for,
    render_message,
)
from news.newsroom.mailing.release_versions import ReleaseVersion, versions_of
from news.newsroom.mailing.starting import MailingPlan, create_mailing, possible_moments, reach_of
from news.newsroom.media_contacts.rights import may_send


@dataclass(frozen=True)
class MessagePreview:
    """A mail as it would leave, in one language; `is_ready` says whether this version is public or scheduled."""

    language: str
    subject: str
    html: str
    text: str
    is_ready: bool


@never_cache
def compose(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows the form of a mailing; previews, tests or sends it."""
    page = get_object_or_404(PressReleasePage.objects.select_related("locale", "cluster"), pk=page_id)
    owner, user = owner_of_page(page), signed_in_user(request)
    if not may_send(user, owner):
        raise PermissionDenied
    versions = versions_of(page)
    form = MailingForm(owner, possible_moments(page), versions, request.POST or None)
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        if "send" in request.POST:
            try:
                mailing = create_mailing(owner, page, plan, user)
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, _("L’envoi est préparé : suivez-le ici."))
                return redirect("release_mailings:mailing", team_number(owner), mailing.pk)
        elif "test" in request.POST:
            _send_tests(request, owner, user, plan, versions)
        context = {
            "previews": [_preview(owner, plan, version) for version in versions],
            "reach": reach_of(owner, page, plan),
        }
    context |= {
        "form": form,
        "media": form.media,
        "versions": versions,
        "page": page,
        "team": team_number(owner),
        "header_title": _("Envoyer par courriel : %(title)s")
        % {"title": isolated(page.get_admin_display_title())},
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "news/mailing/compose.html", context)


def _links(page: PressReleasePage) -> RecipientLinks:
    """Returns addresses of nobody in particular: what is opened by them is not noted, and nobody is unsubscribed."""
    return RecipientLinks(absolute(page_address(page)), f"{site_base()}/", absolute("/"))


def _rendered(owner: SectionOwner, plan: MailingPlan, version: ReleaseVersion) -> RenderedMessage:
    written = plan.texts.get(version.language, {})
    text = MessageText(written.get("subject", ""), written.get("introduction", ""))
    embargo = version.moment if plan.moment == MailingMoment.BEFORE else None
    return render_message(version.content, owner, text, embargo=embargo)


def _preview(owner: SectionOwner, plan: MailingPlan, version: ReleaseVersion) -> MessagePreview:
    rendered, links = _rendered(owner, plan, version), _links(version.content)
    is_ready = version.is_public or version.moment is not None
    return MessagePreview(
        version.language, rendered.subject, rendered.html_for(links), rendered.text_for(links), is_ready
    )


def _send_tests(
    request: HttpRequest, owner: SectionOwner, user: User, plan: MailingPlan, versions: list[ReleaseVersion]
) -> None:
    """Mails the preview to the person, in each language."""
    if not user.email:
        messages.error(request, _("Votre compte n’a pas d’adresse : ajoutez-la d’abord."))
        return
    for version in versions:
        message: EmailMultiAlternatives = message_for(
            _rendered(owner, plan, version), owner, _links(version.content), user.email
        )
        # Nobody unsubscribes by a test.
        message.extra_headers = {}
        with override(version.language):
            message.subject = _("[Essai] %(subject)s") % {"subject": message.subject}
        message.send()
    messages.success(request, _("Un essai part à %(email)s.") % {"email": isolated(user.email)})
