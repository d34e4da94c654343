"""Switches webhooks on and off, and mails their team when the site itself switches one off."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Cluster, Federation
from clusters.people.recipients import Recipient, recipients, send_to_each
from clusters.people.teams import team_number
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.addresses import absolute
from home.models import DeliveryState, OffReason, Webhook
from home.webhooks.recording import tell_what_is_gone


def owner_of_webhook(webhook: Webhook) -> Cluster | Federation:
    """Returns the cluster of a webhook, or the federation."""
    return webhook.cluster or Federation.load()


@transaction.atomic
def switch_on(webhook: Webhook) -> None:
    """Switches a webhook on; what it holds and that is gone since is told first."""
    found = Webhook.objects.filter(pk=webhook.pk, is_on=False)
    if found.update(is_on=True, off_reason="", failures=0, failing_since=None, not_before=None):
        tell_what_is_gone(webhook)


@transaction.atomic
def switch_off(webhook: Webhook, reason: OffReason) -> None:
    """Switches a webhook off and drops what waits for it. Mails its team unless somebody of it did."""
    if not Webhook.objects.filter(pk=webhook.pk, is_on=True).update(is_on=False, off_reason=reason):
        return
    waiting = webhook.deliveries.filter(state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.DROPPED, finished_at=timezone.now())
    if reason is not OffReason.PERSON:
        send_to_each(recipients(owner_of_webhook(webhook)), lambda each: _message(webhook, reason, each))


def _message(webhook: Webhook, reason: OffReason, recipient: Recipient) -> EmailMessage:
    number = team_number(owner_of_webhook(webhook))
    with override(recipient.language):
        name = {"name": isolated(webhook.name)}
        why = (
            _("Le serveur de « %(name)s » répond que son adresse est abandonnée (410).")
            if reason is OffReason.GONE
            else _("Depuis des jours, aucun envoi n’arrive chez « %(name)s ».")
        )
        lines = [
            why % name,
            "",
            _("Ce webhook est donc éteint : rien ne part plus vers ce partenaire, pas même les retraits."),
            _("Demandez-lui ce qui se passe, faites un essai, puis rallumez-le :"),
            absolute(reverse("webhooks:detail", args=[number, webhook.pk])),
        ]
        subject = _("Un webhook est éteint : %(name)s") % {"name": " ".join(webhook.name.split())}
        return EmailMessage(subject, "\n".join(lines), to=[recipient.address])
