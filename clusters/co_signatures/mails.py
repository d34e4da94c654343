"""Mails co-signing clusters what is asked of them, and shown in their name; mails the lead what they have answered.

No title and no remark: mails are forwarded, and the text is under embargo.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from clusters.co_signatures.decided_versions import Appearance
from clusters.models import Cluster, ContentPage, CoSignature, CoSignatureState, Federation
from clusters.people.recipients import Recipient, recipients, send_to_each
from clusters.publishing.schedule_move import schedule_owner
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.pages.addresses import absolute


def _address(content: Page) -> str:
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


def mail_answer(content: ContentPage, signature: CoSignature, appearance: Appearance) -> int:
    """Mails who asked, or the lead's publishers if that person writes there no more; returns how many mails.

    A refusal of a text that is public or scheduled is mailed to them all, with the moment.
    """

    def message(recipient: Recipient) -> EmailMessage:
        with override(recipient.language):
            if signature.state == CoSignatureState.APPROVED:
                words = _("%(cluster)s approuve le texte du communiqué.")
            else:
                words = _("%(cluster)s refuse le texte du communiqué, et dit pourquoi.")
            lines = [words % {"cluster": isolated(str(signature.cluster))}, ""]
            lines += _consequences(appearance)
            lines.append(_address(content))
            subject = _("Co-signature : la réponse de %(cluster)s") % {"cluster": str(signature.cluster)}
            return EmailMessage(" ".join(subject.split()), "\n".join(lines), to=[recipient.address])

    found = _askers(content, signature)
    if appearance.is_decided:
        found = [*found, *_lead(content)]
    return send_to_each(_each_once(found), message)


def _consequences(appearance: Appearance) -> list[str]:
    lines = []
    if appearance.moment is not None:
        moment = moment_with_zone(appearance.moment)
        words = _("Ce texte est programmé pour le %(moment)s : sans cet accord, il ne paraîtra pas.")
        lines.append(words % {"moment": moment})
    if appearance.is_public:
        lines.append(_("Ce texte est public, et le reste : à vous de le corriger ou de le retirer du site."))
    return [*lines, ""] if lines else []


def mail_translation(translation: ContentPage, clusters: Iterable[Cluster]) -> int:
    """Mails the publishers of clusters that a translation in their name appeared or changed; returns how many mails."""

    def mail(cluster: Cluster) -> int:
        def message(recipient: Recipient) -> EmailMessage:
            with override(recipient.language):
                values = {
                    "cluster": isolated(str(cluster)),
                    "language": translation.locale.get_display_name(),
                }
                lines = [
                    _(
                        "Un communiqué que signe %(cluster)s se lit en %(language)s, dans une nouvelle version :"
                    )
                    % values,
                    absolute(translation.url_path),
                    "",
                    _(
                        "Les traductions sont à la charge de qui mène le communiqué. Vos accords, et les autres :"
                    ),
                    _address(schedule_owner(translation)),
                ]
                subject = _("Un communiqué co-signé, traduit")
                return EmailMessage(subject, "\n".join(lines), to=[recipient.address])

        return send_to_each(recipients(cluster), message)

    return sum(mail(cluster) for cluster in clusters)


def mail_changed_file(content: ContentPage, moment: datetime | None) -> int:
    """Mails the publishers of all clusters of a text that a file of it changed; returns how many mails.

    `moment` is when it will appear, `None` for a public text.
    """

    def message(recipient: Recipient) -> EmailMessage:
        with override(recipient.language):
            words = _(
                "Un fichier d’un communiqué co-signé a été remplacé ou corrigé, et le communiqué est public."
            )
            if moment is not None:
                words = _(
                    "Un fichier d’un communiqué co-signé a été remplacé ou corrigé : redemandez les accords avant le "
                    "%(moment)s, sans quoi il ne paraîtra pas."
                ) % {"moment": moment_with_zone(moment)}
            subject = _("Un fichier a changé dans un communiqué co-signé")
            return EmailMessage(subject, "\n".join([words, "", _address(content)]), to=[recipient.address])

    signers = (each for cluster in content.co_signing_clusters() for each in recipients(cluster))
    return send_to_each(_each_once([*_lead(content), *signers]), message)


def _lead(content: ContentPage) -> list[Recipient]:
    return recipients(content.cluster or Federation.load())


def _each_once(people: Iterable[Recipient]) -> list[Recipient]:
    return list({each.address: each for each in people}.values())


def _askers(content: ContentPage, signature: CoSignature) -> list[Recipient]:
    person = signature.asked_by
    is_there = person is not None and person.is_active and person.email
    if person is not None and is_there and content.permissions_for_user(person).can_edit():
        return [Recipient(person.email, language_of_person(person), person)]
    return _lead(content)
