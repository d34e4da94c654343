"""The admin screens of accreditations: the list of a team, giving, one accreditation with its openings."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clusters.access.own_pages import is_own
from clusters.models import Accreditation, AccreditationOpening, ContentPage
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, owner_of, team_number
from clusters.press_access.comments import MOST_SHOWN, comments_on
from clusters.press_access.forms import AccreditationForm, AccreditationListForm, EndForm, LinkForm
from clusters.press_access.granting import erase_person, extend, give, renew_link, revoke
from clusters.press_access.list_import import give_to_list
from clusters.press_access.rights import may_accredit, owner_of_page, owners_accredited_by
from clusters.press_access.tokens import link_of
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User

SHOWN_A_PAGE = 50
OPENINGS_SHOWN = 200


def _team(request: HttpRequest, number: int) -> SectionOwner:
    """Returns the owner of a team. Raises `PermissionDenied` for people who may not accredit for it."""
    owner = owner_of(number)
    if not may_accredit(signed_in_user(request), owner):
        raise PermissionDenied
    return owner


def _accreditation(owner: SectionOwner, accreditation_id: int) -> Accreditation:
    found = Accreditation.objects.of_cluster(cluster_key(owner)).select_related("page", "topic", "given_by")
    return get_object_or_404(found, pk=accreditation_id)


def _page(request: HttpRequest, owner: SectionOwner) -> ContentPage | None:
    """Returns the page that the address names, `None` if it names none. Raises `Http404` for another team's."""
    wanted = request.GET.get("page", "")
    if not wanted:
        return None
    if not wanted.isdecimal() or len(wanted) > 18:
        raise Http404
    page: ContentPage = get_object_or_404(
        ContentPage.objects.select_related("locale", "cluster"), pk=int(wanted)
    )
    if owner_of_page(page) != owner:
        raise Http404
    return page


def _add_refusal(form: Form, refusal: Refusal) -> None:
    for part in refusal.parts:
        form.add_error(part.field if part.field in form.fields else None, str(part))


def _url(owner: SectionOwner) -> str:
    return reverse("press_accreditations:team", args=[team_number(owner)])


def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team for which the person may accredit."""
    owners = owners_accredited_by(signed_in_user(request))
    if not owners:
        raise PermissionDenied
    return redirect(_url(owners[0]))


def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the accreditations of a team, the newest first; with `page`, those of a page and its translations."""
    owner, user = _team(request, team), signed_in_user(request)
    page = _page(request, owner)
    found = Accreditation.objects.of_cluster(cluster_key(owner)).select_related("page", "topic")
    if page is not None:
        found = found.filter(page__translation_key=page.translation_key)
    # Once it counts, the order of the model is not asked for any more.
    found = found.annotate(last_opened=Max("openings__opened_at")).order_by("-given_at", "-pk")
    shown = Paginator(found, SHOWN_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "owner": owner,
        "team": team,
        "teams": [(_url(each), str(each), team_number(each) == team) for each in owners_accredited_by(user)],
        "header_title": _("Accès avant publication – %(team)s") % {"team": owner},
        "accreditations": shown,
        "page_title": page.get_admin_display_title() if page is not None else "",
        "page_query": f"?page={page.pk}" if page is not None else "",
        "comments": list(comments_on(page)) if page is not None else [],
    }
    return TemplateResponse(request, "clusters/press_access/team.html", context)


@never_cache
def give_one(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of an accreditation, gives it, and shows its link once."""
    owner = _team(request, team)
    page = _page(request, owner)
    form = AccreditationForm(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made, token = give(
                owner,
                form.holder(),
                form.terms(),
                signed_in_user(request),
                sends=data["sends"],
                message=data["message"],
            )
        except Refusal as refusal:
            _add_refusal(form, refusal)
        else:
            if not token:
                words = _("%(person)s a déjà cette accréditation : rien n’a été donné ni envoyé.")
                messages.info(request, words % {"person": isolated(str(made))})
                return redirect("press_accreditations:detail", team, made.pk)
            return _link_shown(request, owner, [(made, token)], is_sent=data["sends"])
    return _form_shown(
        request, owner, form, page, "clusters/press_access/give.html", _("Accréditer quelqu’un")
    )


def _form_shown(
    request: HttpRequest, owner: SectionOwner, form: Form, page: ContentPage | None, template: str, title: str
) -> HttpResponseBase:
    context = {
        "form": form,
        "media": form.media,
        "team": team_number(owner),
        "header_title": title,
        "page_title": page.get_admin_display_title() if page is not None else "",
        "page_query": f"?page={page.pk}" if page is not None else "",
        "back": _url(owner) + (f"?page={page.pk}" if page is not None else ""),
    }
    return TemplateResponse(request, template, context)


def _link_shown(
    request: HttpRequest, owner: SectionOwner, made: list[tuple[Accreditation, str]], *, is_sent: bool
) -> HttpResponseBase:
    """Shows links this once: nothing keeps their secrets."""
    context = {
        "header_title": _("Accréditation donnée"),
        "links": [(each, link_of(token)) for each, token in made],
        "is_sent": is_sent,
        "back": _url(owner),
    }
    return TemplateResponse(request, "clusters/press_access/links.html", context)


@never_cache
def give_several(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of a list, gives each of its people an accreditation, and says what became of each line."""
    owner = _team(request, team)
    page = _page(request, owner)
    form = AccreditationListForm(page, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            report = give_to_list(
                form.data_of_list(),
                owner,
                form.terms(),
                signed_in_user(request),
                sends=data["sends"],
                message=data["message"],
            )
        except Refusal as refusal:
            _add_refusal(form, refusal)
        else:
            context = {
                "header_title": _("Ce que la liste a donné"),
                "report": report,
                "links": []
                if data["sends"]
                else [(each, link_of(token)) for _n, each, token in report.given],
                "is_sent": data["sends"],
                "back": _url(owner),
            }
            return TemplateResponse(request, "clusters/press_access/list_report.html", context)
    return _form_shown(
        request, owner, form, page, "clusters/press_access/give_several.html", _("Accréditer une liste")
    )


def detail(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Shows an accreditation: what it opens, what was opened and when, and what can be done with it."""
    owner = _team(request, team)
    accreditation = _accreditation(owner, accreditation_id)
    openings = AccreditationOpening.objects.filter(accreditation=accreditation)[:OPENINGS_SHOWN]
    end_form = EndForm(initial={"expires_at": accreditation.expires_at})
    context = {
        "team": team,
        "accreditation": accreditation,
        "header_title": str(accreditation),
        "openings": openings,
        "comments": accreditation.comments.select_related("page")[:MOST_SHOWN],
        "end_form": end_form,
        "link_form": LinkForm(),
        "media": end_form.media,
        "back": _url(owner),
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
@never_cache
def new_link(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Makes a new link: mails it with `mail` in the form, else shows it once."""
    owner = _team(request, team)
    accreditation = _accreditation(owner, accreditation_id)
    form = LinkForm(request.POST)
    message = form.cleaned_data["message"] if form.is_valid() else ""
    is_sent = "mail" in request.POST
    try:
        token = renew_link(accreditation, owner, signed_in_user(request), sends=is_sent, message=message)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("press_accreditations:detail", team, accreditation_id)
    if is_sent:
        words = _("Un nouveau lien est envoyé à %(email)s ; celui d’avant ne sert plus.")
        messages.success(request, words % {"email": isolated(accreditation.email)})
        return redirect("press_accreditations:detail", team, accreditation_id)
    return _link_shown(request, owner, [(accreditation, token)], is_sent=False)


@require_POST
def change_end(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Gives an accreditation another end."""
    owner = _team(request, team)
    accreditation = _accreditation(owner, accreditation_id)
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


@require_POST
def revoke_one(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Makes a link void at once."""
    owner = _team(request, team)
    words = _("L’accréditation de %(person)s est révoquée : ni pages ni fichiers ne s’ouvrent plus.")
    return _done(request, owner, _accreditation(owner, accreditation_id), revoke, words)


@require_POST
def erase(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Erases all that a team knows of a person."""
    owner = _team(request, team)
    accreditation = _accreditation(owner, accreditation_id)
    erase_person(accreditation, owner, signed_in_user(request))
    messages.success(request, _("Tout ce que l’équipe savait de cette personne est effacé."))
    return redirect(_url(owner))


def comments(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows what guests wrote about a page, to who may edit it."""
    page = get_object_or_404(ContentPage.objects.select_related("locale", "cluster"), pk=page_id)
    user = signed_in_user(request)
    if not (is_own(user, page) and page.permissions_for_user(user).can_edit()):
        raise PermissionDenied
    context = {
        "header_title": _("Remarques sur « %(title)s »")
        % {"title": isolated(page.get_admin_display_title())},
        "comments": comments_on(page),
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "clusters/press_access/comments.html", context)
