"""From a posted contact form to a mail in a team's mailbox."""

from django.http import HttpRequest
from django.utils.module_loading import import_string

from clusters.forms import ContactForm, new_stamp
from clusters.models import Cluster, ContactMessage
from clusters.models.contact import FormPage
from clusters.tasks import send_contact_message


def bound_form(page: FormPage, request: HttpRequest) -> ContactForm:
    """The page's form, bound to what was posted, or fresh with a new stamp."""
    form_class: type[ContactForm] = import_string(page.form_class_path)
    if request.method == "POST":
        return form_class(request.POST)
    return form_class(initial={"stamp": new_stamp()})


def keep_and_mail(form: ContactForm, cluster: Cluster | None) -> ContactMessage:
    """Keeps the message with the cluster (`None`: the federation) and enqueues its mail, in one transaction."""
    message: ContactMessage = form.save(commit=False)
    message.cluster = cluster
    message.save()
    send_contact_message.enqueue(message_id=message.pk)
    return message
