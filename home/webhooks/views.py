"""The admin screens of webhooks: those of a team, one with its last deliveries, and what can be done with it."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clusters.content.registry import kind_choices
from clusters.models.owner import SectionOwner
from clusters.people.team_links import team_links
from clusters.people.teams import cluster_key, owners_managed_by, team_number
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import list_separator
from home.models import Webhook
from home.webhooks import registering
from home.webhooks.forms import WebhookForm
from home.webhooks.screen_arguments import delivery_of, team_of_request, webhook_of
from home.webhooks.shown_deliveries import last_deliveries
from home.webhooks.signing import secret_of

SURE = "sure"
"""The box that confirms what cannot be undone."""
SHOWN_ONCE = "webhooks.shown_once"
"""The key in the session of the webhook whose new secret is to be shown."""


def team_url(owner: SectionOwner) -> str:
    """Returns the address of the list of a team's webhooks."""
    return reverse("webhooks:team", args=[team_number(owner)])


def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team whose webhooks the person manages."""
    owners = owners_managed_by(signed_in_user(request))
    if not owners:
        raise PermissionDenied
    return redirect(team_url(owners[0]))


def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the webhooks of a team, which are few."""
    owner = team_of_request(request, team)
    context = {
        "team": team,
        "teams": team_links(owners_managed_by(signed_in_user(request)), owner, team_url),
        "header_title": _("Webhooks – %(team)s") % {"team": owner},
        "webhooks": Webhook.objects.of_cluster(cluster_key(owner))[: registering.MOST],
    }
    return TemplateResponse(request, "home/webhooks/team.html", context)


@never_cache
def add(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of a new webhook, and registers it."""
    owner = team_of_request(request, team)
    form = WebhookForm(str(owner), None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook, _secret = registering.register(owner, form.wishes(), signed_in_user(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_secret(request, owner, webhook)
    return _form_shown(request, form, _("Enregistrer un webhook"), team_url(owner))


def edit(request: HttpRequest, team: int, webhook_id: int) -> HttpResponseBase:
    """Shows the form of a webhook, and changes it."""
    owner = team_of_request(request, team)
    webhook = webhook_of(owner, webhook_id)
    form = WebhookForm(str(owner), webhook, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            registering.change(owner, webhook, form.wishes(), signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(team_url(owner))
        messages.success(request, _("Le webhook est modifié."))
        return redirect("webhooks:detail", team, webhook_id)
    back = reverse("webhooks:detail", args=[team, webhook_id])
    return _form_shown(request, form, _("Modifier le webhook"), back)


def _form_shown(request: HttpRequest, form: WebhookForm, title: str, back: str) -> HttpResponseBase:
    context = {"form": form, "media": form.media, "header_title": title, "back": back}
    return TemplateResponse(request, "home/webhooks/form.html", context)


def _to_secret(request: HttpRequest, owner: SectionOwner, webhook: Webhook) -> HttpResponseBase:
    """Redirects to the new secret, so that a reload repeats nothing. The session says whose, not what it is."""
    request.session[SHOWN_ONCE] = webhook.pk
    return redirect("webhooks:secret", team_number(owner), webhook.pk)


@never_cache
def secret(request: HttpRequest, team: int, webhook_id: int) -> HttpResponseBase:
    """Shows a new secret this once: no screen shows it again."""
    owner = team_of_request(request, team)
    webhook = webhook_of(owner, webhook_id)
    back = reverse("webhooks:detail", args=[team, webhook_id])
    if request.method != "GET" or request.session.get(SHOWN_ONCE) != webhook.pk:
        messages.error(request, _("Un secret n’est montré qu’une fois. Perdu, il se remplace."))
        return redirect(back)
    del request.session[SHOWN_ONCE]
    context = {
        "header_title": _("Le secret du webhook"),
        "webhook": webhook,
        "secret": secret_of(webhook.salt),
        "back": back,
    }
    return TemplateResponse(request, "home/webhooks/secret.html", context)


def detail(request: HttpRequest, team: int, webhook_id: int) -> HttpResponseBase:
    """Shows a webhook: its state, its last deliveries, and what can be done with it."""
    owner = team_of_request(request, team)
    webhook = webhook_of(owner, webhook_id)
    is_former_valid = webhook.former_until is not None and webhook.former_until > timezone.now()
    context = {
        "team": team,
        "owner": owner,
        "webhook": webhook,
        "kinds": _in_line(label for kind, label in kind_choices() if kind in webhook.kinds),
        "languages": _in_line(label for code, label in settings.LANGUAGES if code in webhook.languages),
        "former_until": webhook.former_until if is_former_valid else None,
        "topics": _in_line(webhook.topics.order_by("key")),
        "header_title": webhook.name,
        "deliveries": last_deliveries(webhook),
        "back": team_url(owner),
    }
    return TemplateResponse(request, "home/webhooks/detail.html", context)


def _in_line(labels: Iterable[object]) -> str:
    """Returns labels as a list in the reader's language."""
    return list_separator().join(isolated(str(label)) for label in labels)


def _done(
    request: HttpRequest,
    team: int,
    webhook_id: int,
    act: Callable[[SectionOwner, Webhook], object],
    words: str,
) -> HttpResponseBase:
    """Does something with a webhook, and says so, or why not."""
    owner = team_of_request(request, team)
    try:
        act(owner, webhook_of(owner, webhook_id))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("webhooks:detail", team, webhook_id)


@require_POST
def switch(request: HttpRequest, team: int, webhook_id: int) -> HttpResponseBase:
    """Switches a webhook on with `on` in the form, else off."""
    is_on = "on" in request.POST
    words = _("Le webhook est allumé.") if is_on else _("Le webhook est éteint : rien ne part plus.")
    user = signed_in_user(request)
    return _done(
        request,
        team,
        webhook_id,
        lambda owner, webhook: registering.switch(owner, webhook, user, is_on=is_on),
        words,
    )


@require_POST
def test(request: HttpRequest, team: int, webhook_id: int) -> HttpResponseBase:
    """Sends a test."""
    words = _("Un essai part dans un instant : rechargez cette page pour voir ce que répond le partenaire.")
    return _done(request, team, webhook_id, lambda owner, webhook: registering.test(webhook), words)


@require_POST
def resend(request: HttpRequest, team: int, webhook_id: int, delivery_id: int) -> HttpResponseBase:
    """Sends a delivery once more."""
    return _done(
        request,
        team,
        webhook_id,
        lambda owner, webhook: registering.resend(webhook, delivery_of(webhook, delivery_id)),
        _("L’envoi repart dans un instant, avec ce qui est public à ce moment."),
    )


def _is_sure(request: HttpRequest) -> bool:
    """Returns whether the box was ticked that confirms; browsers ask for it before they send the form."""
    if SURE in request.POST:
        return True
    messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    return False


@require_POST
@never_cache
def rotate(request: HttpRequest, team: int, webhook_id: int) -> HttpResponseBase:
    """Gives a webhook a new secret."""
    owner = team_of_request(request, team)
    webhook = webhook_of(owner, webhook_id)
    if not _is_sure(request):
        return redirect("webhooks:detail", team, webhook_id)
    try:
        registering.rotate(owner, webhook, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("webhooks:detail", team, webhook_id)
    return _to_secret(request, owner, webhook)


@require_POST
def delete(request: HttpRequest, team: int, webhook_id: int) -> HttpResponseBase:
    """Deletes a webhook."""
    owner = team_of_request(request, team)
    webhook = webhook_of(owner, webhook_id)
    if not _is_sure(request):
        return redirect("webhooks:detail", team, webhook_id)
    try:
        registering.delete(owner, webhook, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le webhook est supprimé."))
    return redirect(team_url(owner))
