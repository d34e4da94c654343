"""Mails what somebody writes to an organisation of a delegation, once for each form; its address is shown nowhere."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.applications.mail_frame import ShownMission, about_application, lines_about
from events.delegations.forms import DelegateContactForm
from events.delegations.service import locked_delegate
from events.letters import letter, subject_of
from events.models import DelegateMessage, DelegateProfile
from fedcms.core.i18n.bidi import in_line


@transaction.atomic
def mail_to_delegate(profile: DelegateProfile, form: DelegateContactForm) -> None:
    """Mails the message of a valid form to an organisation, who answers to the sender. A form acts once.

    Raises `Refusal` when the organisation is not of the delegation any more: under the lock, so that nothing is mailed
    to who was erased a moment before.
    """
    application, data = locked_delegate(profile.application), form.cleaned_data
    _row, is_new = DelegateMessage.objects.get_or_create(
        form_key=data["form_key"], defaults={"application": application, "digest": form.digest()}
    )
    if not is_new:
        return
    shown = ShownMission(application.call)
    with override(application.language):
        mission = shown.page(application.language)
        sender = ", ".join(part for part in (data["name"], data["organisation"]) if part)
        lines = [
            _("Bonjour,"),
            "",
            _(
                "Quelqu’un vous écrit par la page de la délégation. Répondez à ce courriel : il arrive à son auteur."
            ),
            "",
            str(data["subject"]),
            "",
            str(data["message"]),
            "",
            f"{in_line(sender)} <{data['email']}>",
            *lines_about(mission),
        ]
        subject = subject_of(mission, _("un message pour votre organisation"))
        about = about_application(application.pk)
        answers = str(data["email"])
        letter(subject, lines, application.email, shown.owner, about, reply_to=answers).send()
