"""The screen of an emergency withdrawal: what would go and one button; once withdrawn, the two ways to end that."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from clusters.models import EmergencyWithdrawal
from clusters.publishing.bundles.selection import bundle_context
from clusters.publishing.locked_posts import with_locked_page
from clusters.publishing.next_steps import edit_link
from clusters.publishing.refusal import Refusal
from clusters.publishing.withdrawal.actions import lift, restore, withdraw
from clusters.publishing.withdrawal.files import files_shown_by_others
from clusters.publishing.withdrawal.outcome_message import say_restored
from clusters.publishing.withdrawal.selection import (
    URL_NAME,
    may_have_been_told,
    may_withdraw,
    number_told,
    open_withdrawal,
    outgoing,
    screen_address,
)
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User


class WithdrawalForm(forms.ModelForm[EmergencyWithdrawal]):
    """The form of a withdrawal: why, for the colleagues and the history. An emergency does not wait for words."""

    class Meta:
        model = EmergencyWithdrawal
        fields = ("reason", "tells_subscribers")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "reason": gettext_lazy("Facultatif. Votre équipe le lit sur la page et dans son historique."),
            "tells_subscribers": gettext_lazy(
                "Le courriel dit qu’un contenu reçu est retiré, de qui il vient et quand il est parti, "
                "jamais son titre."
            ),
        }


def _screen(
    request: HttpRequest, page: Page, form: WithdrawalForm, refusal: Refusal | None = None
) -> HttpResponseBase:
    withdrawal = open_withdrawal(page)
    if withdrawal is None:
        pages = [row.page for row in outgoing(page)]
    else:
        rows = withdrawal.pages.select_related("page__locale").order_by("page")
        pages = [row.page for row in rows]
    title = isolated(page.get_admin_display_title())
    context = {
        "page": page,
        "form": form,
        "header_title": _("Retrait d’urgence de « %(title)s »") % {"title": title},
        "withdrawal": withdrawal,
        "pages": pages,
        "files": files_shown_by_others(pages),
        "number_told": number_told(page),
        "may_have_been_told": may_have_been_told(page),
        "refusal": refusal,
        **bundle_context(page, request.user),
        "edit_url": edit_link(page)[1],
    }
    return TemplateResponse(
        request, "editors/emergency_withdrawal.html", context, status=400 if refusal else 200
    )


@with_locked_page
def emergency_withdrawal(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows what a withdrawal takes off the site, and withdraws, restores or lifts. For people who may publish it."""
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id, depth__gt=1).specific
    user = request.user
    if not isinstance(user, User) or not may_withdraw(page, user):
        raise PermissionDenied
    if request.method != "POST":
        return _screen(request, page, WithdrawalForm())
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _screen(request, page, form)
    try:
        return _act(request, page, user, form)
    except Refusal as refusal:
        return _screen(request, page, form, refusal)


def _act(request: HttpRequest, page: Page, user: User, form: WithdrawalForm) -> HttpResponseBase:
    """Does what the pressed button says. Raises `Refusal`."""
    action = request.POST.get("action")
    if action == "withdraw":
        cleaned = form.cleaned_data
        withdraw(page, user, cleaned["reason"], tells_subscribers=cleaned["tells_subscribers"])
        named = {"title": isolated(page.get_admin_display_title())}
        messages.success(
            request,
            _("Retirée : « %(title)s » n’est ni sur le site ni programmée, dans aucune langue.") % named,
        )
        return redirect(screen_address(page))
    withdrawal = open_withdrawal(page)
    is_shown = withdrawal is not None and request.POST.get("withdrawal") == str(withdrawal.pk)
    if withdrawal is None or not is_shown or action not in ("restore", "lift"):
        raise Refusal(
            _("Ce retrait n’est pas, ou plus, celui de la page : rien n’a été fait. Relisez ce qui suit.")
        )
    if action == "restore":
        say_restored(request, page, restore(withdrawal, page, user))
    else:
        lift(withdrawal, page, user)
        messages.success(
            request, _("Retrait levé : rien n’est en ligne, corrigez la page et publiez-la comme d’habitude.")
        )
    return redirect(edit_link(page)[1])


def admin_urls() -> list[URLPattern]:
    """The hook register_admin_urls: returns the address of the screen."""
    return [path("emergency-withdrawal/<int:page_id>/", emergency_withdrawal, name=URL_NAME)]
