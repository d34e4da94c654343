"""The admin screens of accreditations: the list of a team, one with its openings, its end, guests' comments."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.models import Accreditation, AccreditationOpening, ContentPage
from clusters.models.owner import SectionOwner
from clusters.people.team_links import team_links
from clusters.people.teams import cluster_key, team_number
from clusters.press_access.comments import MOST_SHOWN, comments_on
from clusters.press_access.forms import EndForm, LinkForm
from clusters.press_access.granting import erase_person, extend, revoke
from clusters.press_access.rights import may_read_comments, owners_accredited_by
from clusters.press_access.screen_arguments import (
    accreditation_of,
    page_of_request,
    team_to_accredit_for,
    team_url,
)
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User

SHOWN_A_PAGE = 50
OPENINGS_SHOWN = 200
SURE = "sure"
"""The box that confirms what cannot be undone."""


def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team for which the person may accredit."""
    owners = owners_accredited_by(signed_in_user(request))
    if not owners:
        raise PermissionDenied
    return redirect(team_url(owners[0]))


def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the accreditations of a team, the newest first; with `page`, those of a page and its translations."""
    owner, user = team_to_accredit_for(request, team), signed_in_user(request)
    page = page_of_request(request, owner)
    found = Accreditation.objects.of_cluster(cluster_key(owner)).select_related("page__contentpage", "topic")
    if page is not None:
        found = found.filter(page__translation_key=page.translation_key)
    # Once it counts, the order of the model is not asked for any more.
    found = found.annotate(last_opened=Max("openings__opened_at")).order_by("-given_at", "-pk")
    shown = Paginator(found, SHOWN_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "owner": owner,
        "team": team,
        "teams": team_links(owners_accredited_by(user), owner, team_url),
        "header_title": _("Accès avant publication – %(team)s") % {"team": owner},
        "accreditations": shown,
        "page_title": page.get_admin_display_title() if page is not None else "",
        "page_query": f"?page={page.pk}" if page is not None else "",
        "comments": list(comments_on(page)) if page is not None else [],
    }
    return TemplateResponse(request, "clusters/press_access/team.html", context)


def detail(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Shows an accreditation: what it opens, what was opened and when, and what can be done with it."""
    owner = team_to_accredit_for(request, team)
    return detail_shown(request, owner, accreditation_of(owner, accreditation_id), LinkForm())


def detail_shown(
    request: HttpRequest, owner: SectionOwner, accreditation: Accreditation, link_form: LinkForm
) -> HttpResponseBase:
    """Returns the screen of an accreditation; the form of a new link may hold what could not be taken."""
    openings = AccreditationOpening.objects.filter(accreditation=accreditation)[:OPENINGS_SHOWN]
    end_form = EndForm(initial={"expires_at": accreditation.expires_at})
    context = {
        "team": team_number(owner),
        "accreditation": accreditation,
        "header_title": str(accreditation),
        "openings": openings,
        "comments": accreditation.comments.select_related("page__contentpage", "accreditation")[:MOST_SHOWN],
        "end_form": end_form,
        "link_form": link_form,
        "media": end_form.media,
        "back": team_url(owner),
    }
    return TemplateResponse(request, "clusters/press_access/detail.html", context)


def _done(
    request: HttpRequest,
    owner: SectionOwner,
    accreditation: Accreditation,
    change: Callable[[Accreditation, SectionOwner, User], object],
    words: str,
) -> HttpResponseBase:
    """Changes an accreditation, and says so in words that name its holder, or why not."""
    try:
        change(accreditation, owner, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words % {"person": isolated(str(accreditation))})
    return redirect("press_accreditations:detail", team_number(owner), accreditation.pk)


@require_POST
def change_end(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Gives an accreditation another end."""
    owner = team_to_accredit_for(request, team)
    accreditation = accreditation_of(owner, accreditation_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["expires_at"]))
        return redirect("press_accreditations:detail", team, accreditation_id)
    moment = form.cleaned_data["expires_at"]
    return _done(
        request,
        owner,
        accreditation,
        lambda each, of, user: extend(each, of, moment, user),
        _("L’échéance de %(person)s est changée ; le lien reste le même."),
    )


def _not_sure(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Asks for the box that confirms what cannot be undone; browsers ask for it before they send the form."""
    messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    return redirect("press_accreditations:detail", team, accreditation_id)


@require_POST
def revoke_one(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Makes a link void at once."""
    owner = team_to_accredit_for(request, team)
    accreditation = accreditation_of(owner, accreditation_id)
    if SURE not in request.POST:
        return _not_sure(request, team, accreditation_id)
    words = _("L’accréditation de %(person)s est révoquée : ni pages ni fichiers ne s’ouvrent plus.")
    return _done(request, owner, accreditation, revoke, words)


@require_POST
def erase(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Erases all that a team knows of a person."""
    owner = team_to_accredit_for(request, team)
    accreditation = accreditation_of(owner, accreditation_id)
    if SURE not in request.POST:
        return _not_sure(request, team, accreditation_id)
    erase_person(accreditation, owner, signed_in_user(request))
    messages.success(request, _("Tout ce que l’équipe savait de cette personne est effacé."))
    return redirect(team_url(owner))


def comments(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows what guests wrote about a page, to who may edit it."""
    page = get_object_or_404(ContentPage.objects.select_related("locale", "cluster"), pk=page_id)
    user = signed_in_user(request)
    if not may_read_comments(user, page):
        raise PermissionDenied
    context = {
        "header_title": _("Remarques sur « %(title)s »")
        % {"title": isolated(page.get_admin_display_title())},
        "comments": comments_on(page),
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "clusters/press_access/comments.html", context)
