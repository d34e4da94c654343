"""Saves a posted contact form and mails it to the team."""

from django.core.mail import EmailMessage
from django.db import transaction

from clusters.directory.forms import ContactForm
from clusters.models import Cluster, ContactMessage, Federation


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
        _mail(kept)
    return kept


def _mail(message: ContactMessage) -> None:
    owner = message.cluster or Federation.load()
    text = f"{message.message}\n\n{message.name} <{message.email}>"
    if message.organisation:
        text += f"\n{message.organisation}"
    EmailMessage(
        subject=f"[{owner.code}] {message.subject}", body=text, to=[owner.email], reply_to=[message.email]
    ).send()
