"""The admin screen of a team's media contacts: searched, filtered, a page at a time."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from clusters.models.owner import SectionOwner
from clusters.people.team_links import team_links
from clusters.people.teams import cluster_key
from clusters.translation.access.guards import signed_in_user
from news.models import MailingRecipient
from news.newsroom.media_contacts.forms import ContactFilterForm
from news.newsroom.media_contacts.rights import may_send, owners_with_contacts_of
from news.newsroom.media_contacts.screen_arguments import team_to_keep_contacts_for, team_url

SHOWN_A_PAGE = 50


def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team whose contacts the person sees."""
    owners = owners_with_contacts_of(signed_in_user(request))
    if not owners:
        raise PermissionDenied
    return redirect(team_url(owners[0]))


def _last_mails(owner: SectionOwner, contacts: Iterable[int]) -> dict[int, datetime]:
    """Returns when a team last wrote to contacts, by their keys; what others wrote to shared ones is theirs."""
    mails = MailingRecipient.objects.filter(contact__in=list(contacts), mailing__cluster=cluster_key(owner))
    sent = mails.exclude(sent_at=None).order_by()
    return dict(sent.values("contact").annotate(last=Max("sent_at")).values_list("contact", "last"))


def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the contacts of a team, by name."""
    owner, user = team_to_keep_contacts_for(request, team), signed_in_user(request)
    form = ContactFilterForm(owner, request.GET)
    found = form.contacts().order_by("name", "medium", "pk")
    shown = Paginator(found.prefetch_related("topics"), SHOWN_A_PAGE).get_page(request.GET.get("p"))
    last_mails = _last_mails(owner, [each.pk for each in shown])
    filters = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "owner": owner,
        "team": team,
        "teams": team_links(owners_with_contacts_of(user), owner, team_url),
        "header_title": _("Contacts médias – %(team)s") % {"team": owner},
        "form": form,
        "contacts": shown,
        "rows": [(each, last_mails.get(each.pk)) for each in shown],
        "filters": f"?{urlencode(filters)}" if filters else "",
        "is_filtered": bool(filters),
        "may_send": may_send(user, owner),
    }
    return TemplateResponse(request, "news/media_contacts/team.html", context)
