"""The screens of bundles: the list, one bundle with its buttons, a new one, and the choice of one for a page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, When
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import is_superuser, teams_of
from clusters.models import Bundle, BundleState, Cluster
from clusters.publishing.bundles.approval import approve, change, reopen
from clusters.publishing.bundles.composition import add, ask_approval, create, delete, take_out
from clusters.publishing.bundles.forms import AddPageForm, BundleForm, ChooseBundleForm, OwnerForm
from clusters.publishing.bundles.locking import members_of, stamp_of
from clusters.publishing.bundles.overview import addable_pages, rows_of
from clusters.publishing.bundles.policy import apart_from_bundle
from clusters.publishing.bundles.selection import (
    bundle_address,
    has_bundles,
    may_bundle,
    open_member,
    role_for,
    seen_bundles,
)
from clusters.publishing.next_steps import edit_link
from clusters.publishing.refusal import Refusal, say_refused
from clusters.publishing.schedule_move import schedule_owner
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.users.models import User

SHOWN_A_PAGE = 50
MOST_OFFERED = 50
FEDERATION = 0
"""Stands for the federation among the keys of clusters."""


def _user(request: HttpRequest) -> User:
    """Returns the person, who must be of a team. Raises `PermissionDenied`."""
    user = request.user
    if not isinstance(user, User) or not has_bundles(user):
        raise PermissionDenied
    return user


def index(request: HttpRequest) -> HttpResponseBase:
    """Lists the bundles of a person's teams: those that have not appeared first, the next one at the top."""
    user = _user(request)
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
    if not key.isdecimal() or len(key) > 18:
        return None
    page = schedule_owner(get_object_or_404(Page, pk=int(key)))
    if not may_bundle(page, user):
        raise PermissionDenied
    return page


def new(request: HttpRequest) -> HttpResponseBase:
    """Makes a bundle; with `page` in the address, of that page's section, with the page in it."""
    user = _user(request)
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
    user = _user(request)
    page = schedule_owner(get_object_or_404(Page, pk=page_id, depth__gt=1))
    if not may_bundle(page, user):
        raise PermissionDenied
    if (member := open_member(page)) is not None:
        refusal = apart_from_bundle(member)
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


def detail(request: HttpRequest, bundle_id: int) -> HttpResponseBase:
    """Shows a bundle to its team; does what the pressed button says."""
    user = _user(request)
    bundle = get_object_or_404(
        Bundle.objects.select_related("cluster", "approved_by", "asked_by"), pk=bundle_id
    )
    if role_for(user, bundle.cluster_id) is None:
        raise PermissionDenied
    if request.method != "POST":
        return _screen(request, bundle, user)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        return _screen(request, bundle, user, Refusal(_("Ce bouton n’existe pas : rien n’a été fait.")))
    try:
        return act(request, bundle, user)
    except Refusal as refusal:
        # What was refused is not written: the screen shows what is stored.
        stored = (
            Bundle.objects.select_related("cluster", "approved_by", "asked_by").filter(pk=bundle_id).first()
        )
        if stored is None:
            messages.error(request, str(refusal))
            return redirect("bundles:index")
        return _screen(request, stored, user, refusal)


def _screen(
    request: HttpRequest,
    bundle: Bundle,
    user: User,
    refusal: Refusal | None = None,
    form: BundleForm | None = None,
) -> HttpResponseBase:
    members = members_of(bundle)
    form = form or BundleForm(instance=bundle)
    publishes = role_for(user, bundle.cluster_id) == "publisher"
    may_add = bundle.is_open and (publishes or not bundle.is_approved)
    reasons = bundle.held_reasons.get(get_language() or "", []) if bundle.state == BundleState.HELD else []
    context = {
        "bundle": bundle,
        "header_title": _("Lot « %(title)s »") % {"title": isolated(bundle.title)},
        "rows": rows_of(members),
        "stamp": stamp_of(bundle, members),
        "publishes": publishes,
        "may_change": bundle.is_open,
        "may_take_out": may_add,
        "form": form,
        "add_form": AddPageForm(pages=addable_pages(bundle)) if may_add else None,
        "media": form.media,
        "reasons": reasons,
        "refusal": refusal,
    }
    status = 400 if refusal is not None or form.errors else 200
    return TemplateResponse(request, "clusters/bundles/detail.html", context, status=status)


Action = Callable[[HttpRequest, Bundle, User], HttpResponseBase]


def _done(request: HttpRequest, bundle: Bundle, words: str) -> HttpResponseBase:
    messages.success(request, words)
    return redirect(bundle_address(bundle))


def _approve(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    approved = approve(bundle.pk, user, request.POST.get("stamp", ""))
    words = _("Lot approuvé : toutes ses pages paraîtront ensemble le %(moment)s.")
    return _done(request, bundle, words % {"moment": moment_with_zone(approved.moment)})


def _reopen(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    reopen(bundle.pk, user)
    return _done(request, bundle, _("Approbation reprise : rien du lot n’est plus programmé."))


def _ask(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    ask_approval(bundle.pk, user)
    return _done(request, bundle, _("Qui publie trouve le lot sur son accueil, à approuver."))


def _change(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    form = BundleForm(request.POST, instance=Bundle.objects.get(pk=bundle.pk))
    if not form.is_valid():
        return _screen(request, bundle, user, form=form)
    try:
        changed = change(bundle.pk, user, form.cleaned_data["title"], form.cleaned_data["moment"])
    except Refusal as refusal:
        in_form = [part for part in refusal.parts if part.field in form.fields]
        for part in in_form:
            form.add_error(part.field, str(part))
        return _screen(request, bundle, user, None if in_form else refusal, form)
    words = _("Enregistré : le lot paraît le %(moment)s.") if changed.is_approved else _("Enregistré.")
    return _done(request, bundle, words.replace("%(moment)s", moment_with_zone(changed.moment)))


def _add(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    form = AddPageForm(request.POST, pages=addable_pages(bundle))
    if not form.is_valid():
        raise Refusal(_("Choisissez une page de la liste, qui a pu changer entre-temps."), reason="no_page")
    member = add(bundle.pk, Page.objects.get(pk=form.cleaned_data["page"]), user)
    return _done(request, bundle, _("Ajoutée : « %(title)s ».") % {"title": isolated(member.title)})


def _take_out(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    key = request.POST.get("member", "")
    member = take_out(bundle.pk, int(key) if key.isdecimal() and len(key) < 19 else 0, user)
    words = _("Sortie du lot : « %(title)s » est un brouillon, et ne paraîtra pas avec lui.")
    return _done(request, bundle, words % {"title": isolated(member.title)})


def _delete(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    delete(bundle.pk, user)
    messages.success(request, _("Lot supprimé : ses pages restent des brouillons."))
    return redirect("bundles:index")


ACTIONS: dict[str, Action] = {
    "approve": _approve,
    "reopen": _reopen,
    "ask": _ask,
    "change": _change,
    "add": _add,
    "take_out": _take_out,
    "delete": _delete,
}
"""By the value of the button."""
