"""Saves a posted contact form and mails it to the team."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.directory.forms import ContactForm
from clusters.models import Cluster, ContactMessage, Federation, Organisation


@transaction.atomic
def save_and_mail(form: ContactForm, cluster: Cluster | None) -> ContactMessage:
    """Saves the message of a form for a cluster (`None`: the federation) and mails it, once for each form shown.

    If somebody presses the button twice, or goes back and presses it again, one message is saved and mailed. Returns
    it.
    """
    message: ContactMessage = form.save(commit=False)
    fields = {field: getattr(message, field) for field in form._meta.fields or ()}
    kept, is_new = ContactMessage.objects.get_or_create(
        form_key=form.cleaned_data["form_key"], defaults={**fields, "cluster": cluster}
    )
    if is_new:
        _mail(kept, form.passed_on_to)
    return kept


def _mail(message: ContactMessage, passed_on_to: Organisation | None) -> None:
    """Mails a message; that it is to be passed on stands above it, in the federation's main language."""
    owner = message.cluster or Federation.load()
    text = f"{message.message}\n\n{message.name} <{message.email}>"
    if message.organisation:
        text += f"\n{message.organisation}"
    if passed_on_to is not None:
        with override(settings.LANGUAGE_CODE):
            asked = _("À transmettre à %(organisation)s") % {"organisation": passed_on_to.name}
        text = f"{asked}\n\n{text}"
    EmailMessage(
        subject=f"[{owner.code}] {message.subject}", body=text, to=[owner.email], reply_to=[message.email]
    ).send()
