"""The admin screens on which accreditations are given, to one person or a list, and their links are shown once."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clusters.models import Accreditation, ContentPage
from clusters.models.owner import SectionOwner
from clusters.people.teams import team_number
from clusters.press_access.forms import AccreditationForm, AccreditationListForm, LinkForm
from clusters.press_access.granting import give, replace_link
from clusters.press_access.list_import import give_to_list
from clusters.press_access.screen_arguments import (
    accreditation_of,
    page_of_request,
    team_to_accredit_for,
    team_url,
)
from clusters.press_access.tokens import link_of
from clusters.press_access.views import detail_shown
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated


def _add_refusal(form: Form, refusal: Refusal) -> None:
    for part in refusal.parts:
        form.add_error(part.field if part.field in form.fields else None, str(part))


@never_cache
def give_one(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of an accreditation, gives it, and shows its link once."""
    owner = team_to_accredit_for(request, team)
    page = page_of_request(request, owner)
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
        "back": team_url(owner) + (f"?page={page.pk}" if page is not None else ""),
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
        "back": team_url(owner),
    }
    return TemplateResponse(request, "clusters/press_access/links.html", context)


@never_cache
def give_several(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of a list, gives each of its people an accreditation, and says what became of each line."""
    owner = team_to_accredit_for(request, team)
    page = page_of_request(request, owner)
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
                "back": team_url(owner),
            }
            return TemplateResponse(request, "clusters/press_access/list_report.html", context)
    return _form_shown(
        request, owner, form, page, "clusters/press_access/give_several.html", _("Accréditer une liste")
    )


@require_POST
@never_cache
def new_link(request: HttpRequest, team: int, accreditation_id: int) -> HttpResponseBase:
    """Makes a new link: mails it with `mail` in the form, else shows it once."""
    owner = team_to_accredit_for(request, team)
    accreditation = accreditation_of(owner, accreditation_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return detail_shown(request, owner, accreditation, form)
    message = form.cleaned_data["message"]
    is_sent = "mail" in request.POST
    try:
        token = replace_link(accreditation, owner, signed_in_user(request), sends=is_sent, message=message)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("press_accreditations:detail", team, accreditation_id)
    if is_sent:
        words = _("Un nouveau lien est envoyé à %(email)s ; celui d’avant ne sert plus.")
        messages.success(request, words % {"email": isolated(accreditation.email)})
        return redirect("press_accreditations:detail", team, accreditation_id)
    return _link_shown(request, owner, [(accreditation, token)], is_sent=False)
