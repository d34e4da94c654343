"""The screens on which bundles are listed and made, and on which one is chosen for a page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, When
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import is_in_a_team, is_superuser, teams_of
from clusters.models import Bundle, BundleState, Cluster
from clusters.publishing.bundles.composition import add, create
from clusters.publishing.bundles.forms import AddPageForm, BundleForm, ChooseBundleForm, OwnerForm
from clusters.publishing.bundles.policy import apart_from_bundle
from clusters.publishing.bundles.selection import (
    bundle_address,
    may_bundle,
    open_member,
    seen_bundles,
)
from clusters.publishing.next_steps import edit_link
from clusters.publishing.refusal import Refusal, say_refused
from clusters.publishing.schedule_move import schedule_owner
from fedcms.core.http.row_keys import is_key
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.users.models import User

SHOWN_A_PAGE = 50
MOST_OFFERED = 50
FEDERATION = 0
"""Stands for the federation among the keys of clusters."""


def user_of_team(request: HttpRequest) -> User:
    """Returns the person, who must be of a team. Raises `PermissionDenied`."""
    user = request.user
    if not isinstance(user, User) or not is_in_a_team(user):
        raise PermissionDenied
    return user


def index(request: HttpRequest) -> HttpResponseBase:
    """Lists the bundles of a person's teams: those that have not appeared first, the next one at the top."""
    user = user_of_team(request)
    # The moment of those that have appeared comes last, as null.
    ahead = Case(When(~Q(state=BundleState.PUBLISHED), then=F("moment")))
    found = seen_bundles(user).select_related("cluster").annotate(number=Count("members"), ahead=ahead)
    shown = Paginator(found.order_by(F("ahead").asc(nulls_last=True), "-moment", "-pk"), SHOWN_A_PAGE)
    context = {"header_title": _("Lots"), "bundles": shown.get_page(request.GET.get("p"))}
    return TemplateResponse(request, "clusters/bundles/index.html", context)


def _teams(user: User) -> list[tuple[int, str]]:
    """Returns the keys and names of the teams for which a person may make bundles."""
    teams, sees_all = teams_of(user), is_superuser(user)
    clusters = Cluster.objects.exclude(editors_group=None).order_by("slug")
    own = clusters if sees_all else clusters.filter(pk__in=teams.clusters)
    found = [(cluster.pk, str(cluster)) for cluster in own]
    if sees_all or teams.federation is not None:
        found.append((FEDERATION, _("La fédération")))
    return found


def _page_of_request(request: HttpRequest, user: User) -> Page | None:
    """Returns the page with which a bundle begins, if one is named. Raises `Http404` and `PermissionDenied`."""
    key = request.GET.get("page", "")
    if not is_key(key):
        return None
    page = schedule_owner(get_object_or_404(Page, pk=int(key)))
    if not may_bundle(page, user):
        raise PermissionDenied
    return page


def new(request: HttpRequest) -> HttpResponseBase:
    """Makes a bundle; with `page` in the address, of that page's section, with the page in it."""
    user = user_of_team(request)
    page = _page_of_request(request, user)
    teams = _teams(user)
    if page is not None:
        key = page.specific.cluster_id or FEDERATION
        teams = [(number, name) for number, name in teams if number == key]
    data = request.POST if request.method == "POST" else None
    form, owner_form = BundleForm(data), OwnerForm(data, teams=teams)
    if data is not None and form.is_valid() and owner_form.is_valid():
        team = owner_form.cleaned_data["team"]
        cluster = get_object_or_404(Cluster, pk=team) if team != FEDERATION else None
        values = form.cleaned_data
        try:
            bundle = create(cluster, user, values["title"], values["moment"], page)
        except Refusal as refusal:
            _show_in(form, refusal)
        else:
            messages.success(request, _("Lot créé : ajoutez-y ses pages, puis faites-le approuver."))
            return redirect(bundle_address(bundle))
    context = {
        "header_title": _("Nouveau lot"),
        "form": form,
        "owner_form": owner_form,
        "media": form.media,
        "page_title": page.get_admin_display_title() if page is not None else "",
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "clusters/bundles/new.html", context, status=status)


def _show_in(form: BundleForm | AddPageForm | ChooseBundleForm, refusal: Refusal) -> None:
    for part in refusal.parts:
        form.add_error(part.field if part.field in form.fields else None, str(part))


def choose(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Adds a page to a bundle that its reader chooses. For people who may edit it, of the team of its section."""
    user = user_of_team(request)
    page = schedule_owner(get_object_or_404(Page, pk=page_id, depth__gt=1))
    if not may_bundle(page, user):
        raise PermissionDenied
    if (member := open_member(page)) is not None:
        refusal = apart_from_bundle(member, user)
        say_refused(request, str(refusal), refusal)
        return redirect(edit_link(page)[1])
    open_bundles = Bundle.objects.open().filter(cluster=page.specific.cluster_id).order_by("-moment", "-pk")
    offered = [
        (bundle.pk, f"{isolated(bundle.title)} ({moment_with_zone(bundle.moment)})")
        for bundle in open_bundles[:MOST_OFFERED]
    ]
    form = ChooseBundleForm(request.POST if request.method == "POST" else None, bundles=offered)
    if request.method == "POST" and form.is_valid():
        try:
            add(form.cleaned_data["bundle"], page, user)
        except Refusal as refusal:
            _show_in(form, refusal)
        else:
            messages.success(request, _("Ajoutée au lot : la page paraîtra avec lui."))
            return redirect(edit_link(page)[1])
    title = isolated(page.get_admin_display_title())
    context = {
        "header_title": _("Ajouter « %(title)s » à un lot") % {"title": title},
        "page": page,
        "form": form,
        "has_bundles": bool(offered),
        "edit_url": edit_link(page)[1],
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "clusters/bundles/choose.html", context, status=status)
