"""Mails co-signing clusters that their agreement is asked, and who asked that they have answered.

No title and no remark: mails are forwarded, and the text is under embargo.
"""

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Cluster, ContentPage, CoSignature, CoSignatureState, Federation
from clusters.people.recipients import Recipient, recipients, send_to_each
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.pages.addresses import absolute


def _address(content: ContentPage) -> str:
    return absolute(reverse("co_signatures", args=[content.pk]))


def mail_question(content: ContentPage, cluster: Cluster) -> int:
    """Mails the publishers of a cluster; returns how many mails."""

    def message(recipient: Recipient) -> EmailMessage:
        with override(recipient.language):
            owner = str(content.cluster or _("La fédération"))
            values = {"owner": isolated(owner), "cluster": isolated(str(cluster))}
            lines = [
                _(
                    "%(owner)s propose à %(cluster)s de signer un communiqué, et attend votre accord sur son texte."
                )
                % values,
                "",
                _("Lisez-le, puis approuvez ou refusez :"),
                _address(content),
                "",
                _("Il ne paraît pas sans votre accord. Si le texte change ensuite, on vous le redemande."),
            ]
            return EmailMessage(_("Un communiqué à co-signer"), "\n".join(lines), to=[recipient.address])

    return send_to_each(recipients(cluster), message)


def mail_answer(content: ContentPage, signature: CoSignature) -> int:
    """Mails who asked, or the lead's publishers if that person writes there no more; returns how many mails."""

    def message(recipient: Recipient) -> EmailMessage:
        with override(recipient.language):
            if signature.state == CoSignatureState.APPROVED:
                words = _("%(cluster)s approuve le texte du communiqué.")
            else:
                words = _("%(cluster)s refuse le texte du communiqué, et dit pourquoi.")
            lines = [words % {"cluster": isolated(str(signature.cluster))}, "", _address(content)]
            subject = _("Co-signature : la réponse de %(cluster)s") % {"cluster": str(signature.cluster)}
            return EmailMessage(" ".join(subject.split()), "\n".join(lines), to=[recipient.address])

    return send_to_each(_askers(content, signature), message)


def _askers(content: ContentPage, signature: CoSignature) -> list[Recipient]:
    person = signature.asked_by
    is_there = person is not None and person.is_active and person.email
    if person is not None and is_there and content.permissions_for_user(person).can_edit():
        return [Recipient(person.email, language_of_person(person), person)]
    return recipients(content.cluster or Federation.load())
