"""The admin screens of contact lists: a team's own, and those that others share with it, to read alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.models import Federation
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, team_number
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from news.models import ContactList, MediaContact
from news.newsroom.log_actions import LIST_SHARED, log_newsroom
from news.newsroom.media_contacts.forms import ContactListForm
from news.newsroom.media_contacts.rights import lists_shared_with
from news.newsroom.media_contacts.screen_arguments import (
    list_of,
    shared_list_of,
    team_to_keep_contacts_for,
    team_url,
)
from news.newsroom.media_contacts.unsubscribing import unsubscribed_among

SHOWN_A_PAGE = 50


def lists(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the lists of a team, and those that are shared with it."""
    owner = team_to_keep_contacts_for(request, team)
    own = ContactList.objects.filter(cluster=cluster_key(owner)).annotate(number=Count("contacts"))
    shared = lists_shared_with(owner)
    context = {
        "team": team_number(owner),
        "header_title": _("Listes de contacts médias – %(team)s") % {"team": owner},
        "lists": own.prefetch_related("shared_with"),
        "shared": [(each, each.cluster or Federation.load()) for each in shared],
        "back": team_url(owner),
    }
    return TemplateResponse(request, "news/media_contacts/lists.html", context)


def _form_shown(
    request: HttpRequest, owner: SectionOwner, form: ContactListForm, contact_list: ContactList | None
) -> HttpResponseBase:
    context = {
        "team": team_number(owner),
        "form": form,
        "contact_list": contact_list,
        "header_title": str(contact_list) if contact_list else _("Ajouter une liste"),
    }
    return TemplateResponse(request, "news/media_contacts/list.html", context)


def _save(request: HttpRequest, owner: SectionOwner, form: ContactListForm) -> HttpResponseBase:
    saved: ContactList = form.save()
    if {"shared_with", "is_shared_with_federation"} & set(form.changed_data):
        log_newsroom(owner, LIST_SHARED, signed_in_user(request), saved.pk)
    messages.success(request, _("La liste %(name)s est enregistrée.") % {"name": isolated(saved.name)})
    return redirect("media_contacts:lists", team_number(owner))


def add(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of a new list, and saves it."""
    owner = team_to_keep_contacts_for(request, team)
    form = ContactListForm(owner, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _save(request, owner, form)
    return _form_shown(request, owner, form, None)


def edit(request: HttpRequest, team: int, list_id: int) -> HttpResponseBase:
    """Shows a list and with whom it is shared, and saves what is changed."""
    owner = team_to_keep_contacts_for(request, team)
    contact_list = list_of(owner, list_id)
    form = ContactListForm(owner, request.POST or None, instance=contact_list)
    if request.method == "POST" and form.is_valid():
        return _save(request, owner, form)
    return _form_shown(request, owner, form, list_of(owner, list_id))


@require_POST
def delete(request: HttpRequest, team: int, list_id: int) -> HttpResponseBase:
    """Deletes a list; its contacts stay."""
    owner = team_to_keep_contacts_for(request, team)
    list_of(owner, list_id).delete()
    messages.success(request, _("La liste est supprimée ; ses contacts restent."))
    return redirect("media_contacts:lists", team)


def shared(request: HttpRequest, team: int, list_id: int) -> HttpResponseBase:
    """Shows the contacts of a list that another team shares; who wants no mail of this team is left out."""
    owner = team_to_keep_contacts_for(request, team)
    contact_list = shared_list_of(owner, list_id)
    found = MediaContact.objects.of_cluster(contact_list.cluster_id).filter(lists=contact_list)
    shown = Paginator(found.prefetch_related("topics"), SHOWN_A_PAGE).get_page(request.GET.get("p"))
    gone = unsubscribed_among(cluster_key(owner), [each.email for each in shown])
    context = {
        "team": team_number(owner),
        "contact_list": contact_list,
        "sharer": contact_list.cluster or Federation.load(),
        "header_title": str(contact_list),
        "page_of_contacts": shown,
        "contacts": [each for each in shown if each.email_key not in gone],
    }
    return TemplateResponse(request, "news/media_contacts/shared.html", context)
