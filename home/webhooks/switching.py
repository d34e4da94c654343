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
from home.webhooks.tasks import tell_what_is_gone


def owner_of_webhook(webhook: Webhook) -> Cluster | Federation:
    """Returns the cluster of a webhook, or the federation."""
    return webhook.cluster or Federation.load()


@transaction.atomic
def switch_on(webhook: Webhook) -> None:
    """Switches a webhook on; what it holds and that is gone since is told first."""
    found = Webhook.objects.filter(pk=webhook.pk, is_on=False)
    if found.update(is_on=True, off_reason="", failures=0, failing_since=None, not_before=None):
        tell_what_is_gone.enqueue(webhook_id=webhook.pk)


@transaction.atomic
def switch_off(webhook: Webhook, reason: OffReason) -> None:
    """Switches a webhook off and drops what waits for it. Mails its team unless somebody of it did."""
    if Webhook.objects.locked().filter(pk=webhook.pk, is_on=True).first() is None:
        return
    Webhook.objects.filter(pk=webhook.pk).update(is_on=False, off_reason=reason)
    waiting = webhook.deliveries.filter(state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.DROPPED, finished_at=timezone.now())
    if reason is not OffReason.PERSON:
        send_to_each(recipients(owner_of_webhook(webhook)), lambda each: _message(webhook, reason, each))


def switch_off_without_topics() -> None:
    """Switches off each webhook that was to be told of some topics, and whose last one was deleted."""
    for webhook in Webhook.objects.filter(names_topics=True, topics=None, is_on=True).order_by("pk"):
        switch_off(webhook, OffReason.TOPICS)


def _words(reason: OffReason) -> tuple[str, str]:
    """Returns why a webhook is off, and what its team can do."""
    ask = _("Demandez-lui ce qui se passe, faites un essai, puis rallumez-le :")
    if reason is OffReason.TOPICS:
        return (
            _("Les thèmes que suivait « %(name)s » n’existent plus."),
            _("Choisissez ce qu’il doit recevoir, puis rallumez-le :"),
        )
    if reason is OffReason.GONE:
        return _("Le serveur de « %(name)s » répond que son adresse est abandonnée (410)."), ask
    return _("Depuis des jours, aucun envoi n’arrive chez « %(name)s »."), ask


def _message(webhook: Webhook, reason: OffReason, recipient: Recipient) -> EmailMessage:
    number = team_number(owner_of_webhook(webhook))
    with override(recipient.language):
        name = {"name": isolated(webhook.name)}
        why, what_to_do = _words(reason)
        lines = [
            why % name,
            "",
            _("Ce webhook est donc éteint : rien ne part plus vers ce partenaire, pas même les retraits."),
            what_to_do,
            absolute(reverse("webhooks:detail", args=[number, webhook.pk])),
        ]
        subject = _("Un webhook est éteint : %(name)s") % {"name": " ".join(webhook.name.split())}
        return EmailMessage(subject, "\n".join(lines), to=[recipient.address])
