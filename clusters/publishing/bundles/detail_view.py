"""The screen of one bundle: its pages, and what each of its buttons does."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import role_in
from clusters.models import Bundle, BundleState
from clusters.publishing.bundles.approval import approve, change, reopen
from clusters.publishing.bundles.composition import add, ask_approval, delete, take_out
from clusters.publishing.bundles.forms import AddPageForm, BundleForm
from clusters.publishing.bundles.locking import BundleChanged, members_of, stamp_of, stamp_of_form
from clusters.publishing.bundles.member_refusals import sentence_of
from clusters.publishing.bundles.overview import addable_pages, rows_of
from clusters.publishing.bundles.selection import bundle_address, role_for
from clusters.publishing.bundles.views import user_of_team
from clusters.publishing.refusal import Refusal
from fedcms.core.http.row_keys import is_key
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.users.models import User


def detail(request: HttpRequest, bundle_id: int) -> HttpResponseBase:
    """Shows a bundle to its team; does what the pressed button says."""
    user = user_of_team(request)
    bundle = get_object_or_404(_stored(), pk=bundle_id)
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
        stored = _stored().filter(pk=bundle_id).first()
        if stored is None:
            messages.error(request, str(refusal))
            return redirect("bundles:index")
        return _screen(request, stored, user, refusal)


def _stored() -> "QuerySet[Bundle]":
    return Bundle.objects.select_related("cluster", "approved_by", "asked_by")


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
    may_take_out = bundle.is_open and (publishes or not bundle.is_approved)
    # Who decides for the federation reads the pages, and writes nothing in the section.
    may_edit = role_in(user, bundle.cluster_id) is not None
    may_add = may_take_out and may_edit
    reasons = bundle.held_reasons.get(get_language() or "", []) if bundle.state == BundleState.HELD else []
    # What was chosen stays chosen if it was refused.
    chosen = {"page": request.POST.get("page")}
    context = {
        "bundle": bundle,
        "header_title": _("Lot « %(title)s »") % {"title": isolated(bundle.title)},
        "rows": rows_of(members),
        "stamp": stamp_of(bundle, members),
        # What was typed is judged by what was shown when it was typed.
        "stamp_of_form": request.POST.get("shown", "") if form.is_bound else stamp_of_form(bundle),
        "publishes": publishes,
        "may_change": bundle.is_open,
        "may_take_out": may_take_out,
        "may_edit": may_edit,
        "form": form,
        "add_form": AddPageForm(pages=addable_pages(bundle), initial=chosen) if may_add else None,
        "media": form.media,
        "reasons": [sentence_of(title, words) for title, words in reasons],
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
    values, shown = form.cleaned_data, request.POST.get("shown", "")
    try:
        changed = change(bundle.pk, user, values["title"], values["moment"], shown)
    except BundleChanged:
        raise  # the form shows what is stored now, else the next press would undo it
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
    return _done(request, bundle, _("Ajoutée : « %(title)s ».") % {"title": isolated(member.current_title)})


def _take_out(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    key = request.POST.get("member", "")
    member = take_out(bundle.pk, int(key) if is_key(key) else 0, user)
    words = _("Sortie du lot : « %(title)s » est un brouillon, et ne paraîtra pas avec lui.")
    return _done(request, bundle, words % {"title": isolated(member.current_title)})


def _delete(request: HttpRequest, bundle: Bundle, user: User) -> HttpResponseBase:
    if "sure" not in request.POST:
        raise Refusal(_("Cochez d’abord la case : on ne peut pas revenir en arrière."), reason="not_sure")
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
