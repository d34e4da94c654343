"""The admin screens of one media contact: add, edit, what was sent and opened, keep, export, erase."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, lock_teams, team_number
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from news.models import MailingRecipient, MediaContact
from news.newsroom.log_actions import CONTACT_ERASED, CONTACTS_EXPORTED, log_newsroom
from news.newsroom.media_contacts.erasure import erase_address
from news.newsroom.media_contacts.export import data_of_contact
from news.newsroom.media_contacts.forms import ContactForm, default_end
from news.newsroom.media_contacts.screen_arguments import contact_of, team_to_keep_contacts_for, team_url

MAILS_SHOWN = 100
SURE = "sure"
"""The box that confirms what cannot be undone."""


def _form_shown(
    request: HttpRequest, owner: SectionOwner, form: ContactForm, contact: MediaContact | None
) -> HttpResponseBase:
    mails: list[MailingRecipient] = []
    if contact is not None:
        # Another team may have written to a shared contact: that is theirs.
        found = contact.mails_received.filter(mailing__cluster=cluster_key(owner))
        found = found.select_related("mailing").prefetch_related("openings")
        mails = list(found.order_by("-pk")[:MAILS_SHOWN])
    context = {
        "team": team_number(owner),
        "form": form,
        "media": form.media,
        "contact": contact,
        "mails": mails,
        "header_title": str(contact) if contact is not None else _("Ajouter un contact média"),
        "back": team_url(owner),
    }
    return TemplateResponse(request, "news/media_contacts/contact.html", context)


@transaction.atomic
def _saved(owner: SectionOwner, form: ContactForm) -> MediaContact | None:
    """Returns the saved contact, `None` for an invalid form. A form that is sent twice at once adds one contact."""
    lock_teams([owner])
    return form.save() if form.is_valid() else None


def add(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of a new contact, and saves it."""
    owner = team_to_keep_contacts_for(request, team)
    form = ContactForm(owner, request.POST or None)
    contact = _saved(owner, form) if request.method == "POST" else None
    if contact is not None:
        messages.success(request, _("%(contact)s est ajouté.") % {"contact": isolated(str(contact))})
        return redirect(team_url(owner))
    return _form_shown(request, owner, form, None)


def edit(request: HttpRequest, team: int, contact_id: int) -> HttpResponseBase:
    """Shows a contact with its history, and saves what is changed."""
    owner = team_to_keep_contacts_for(request, team)
    contact = contact_of(owner, contact_id)
    form = ContactForm(owner, request.POST or None, instance=contact)
    if request.method == "POST" and _saved(owner, form) is not None:
        messages.success(request, _("%(contact)s est enregistré.") % {"contact": isolated(str(contact))})
        return redirect(team_url(owner))
    return _form_shown(request, owner, form, contact_of(owner, contact_id))


@require_POST
def keep(request: HttpRequest, team: int, contact_id: int) -> HttpResponseBase:
    """Keeps a contact whose time is over, for as long as a new one."""
    owner = team_to_keep_contacts_for(request, team)
    contact = contact_of(owner, contact_id)
    contact.kept_until, contact.used_at, contact.reminded_at = default_end(), timezone.now(), None
    contact.save(update_fields=["kept_until", "used_at", "reminded_at"])
    messages.success(request, _("%(contact)s est gardé.") % {"contact": isolated(str(contact))})
    return redirect("media_contacts:contact", team, contact_id)


@require_safe
def export(request: HttpRequest, team: int, contact_id: int) -> HttpResponse:
    """Downloads all that a team knows of a person, for who asks for it."""
    owner = team_to_keep_contacts_for(request, team)
    contact = contact_of(owner, contact_id)
    if request.method == "GET":
        log_newsroom(owner, CONTACTS_EXPORTED, signed_in_user(request), 1)
    response = JsonResponse(
        data_of_contact(contact, owner), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = f'attachment; filename="contact-{contact.pk}.json"'
    return response


@require_POST
def erase(request: HttpRequest, team: int, contact_id: int) -> HttpResponseBase:
    """Erases all that a team's contacts and mailings know of a person."""
    owner = team_to_keep_contacts_for(request, team)
    contact = contact_of(owner, contact_id)
    if SURE not in request.POST:
        messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
        return redirect("media_contacts:contact", team, contact_id)
    erase_address(cluster_key(owner), contact.email)
    log_newsroom(owner, CONTACT_ERASED, signed_in_user(request), 1)
    messages.success(request, _("Ce contact est effacé ; des envois, il ne reste que des nombres."))
    return redirect(team_url(owner))
