"""Mails a team that a bundle was held at its moment, and why; and its publishers that one is to be approved."""

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.access.teams import name_of
from clusters.models import Bundle, Federation
from clusters.people.recipients import Recipient, recipients, send_to_each
from clusters.publishing.bundles.member_refusals import sentence_of
from clusters.publishing.bundles.selection import role_for
from clusters.publishing.reviewers import clusters_without_publisher
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.pages.addresses import absolute


def _address(bundle: Bundle) -> str:
    return absolute(reverse("bundles:detail", args=[bundle.pk]))


def _publishers(bundle: Bundle) -> list[Recipient]:
    """Returns who approves the bundle: for a cluster without a publisher, the federation, as in a review."""
    if bundle.cluster is not None and clusters_without_publisher().filter(pk=bundle.cluster.pk).exists():
        return recipients(Federation.load())
    return recipients(bundle.cluster or Federation.load())


def _team(bundle: Bundle) -> list[Recipient]:
    """Returns the publishers, and who made or approved the bundle, as long as they are of its team."""
    found = _publishers(bundle)
    for person in (bundle.created_by, bundle.approved_by):
        if person is not None and person.email and role_for(person, bundle.cluster_id) is not None:
            found.append(Recipient(person.email, language_of_person(person), person))
    return list({each.address: each for each in found}.values())


def mail_held(bundle: Bundle) -> None:
    """Mails the team of a bundle that nothing of it appeared, and why."""

    def message(recipient: Recipient) -> EmailMessage:
        with override(recipient.language):
            title = isolated(bundle.title)
            lines = [
                _("Le moment du lot « %(bundle)s » est venu, et rien n’a paru :") % {"bundle": title},
                "",
            ]
            lines += [
                f"– {sentence_of(page, words)}"
                for page, words in bundle.held_reasons.get(recipient.language, [])
            ]
            lines += [
                "",
                _(
                    "Corrigez les pages, choisissez un autre moment, puis faites approuver le lot de nouveau :"
                ),
                _address(bundle),
            ]
            subject = _("Lot retenu, rien n’a paru : %(bundle)s") % {"bundle": " ".join(bundle.title.split())}
            return EmailMessage(subject, "\n".join(lines), to=[recipient.address])

    send_to_each(_team(bundle), message)


def mail_to_approve(bundle: Bundle) -> None:
    """Mails the publishers of a bundle's section that it waits for their approval."""

    def message(recipient: Recipient) -> EmailMessage:
        with override(recipient.language):
            author = name_of(bundle.asked_by) if bundle.asked_by is not None else ""
            values = {
                "person": isolated(author),
                "bundle": isolated(bundle.title),
                "moment": moment_with_zone(bundle.moment),
            }
            lines = [
                _("%(person)s vous demande d’approuver le lot « %(bundle)s », à paraître le %(moment)s :")
                % values,
                "",
                _address(bundle),
            ]
            subject = _("Lot à approuver : %(bundle)s") % {"bundle": " ".join(bundle.title.split())}
            return EmailMessage(subject, "\n".join(lines), to=[recipient.address])

    send_to_each(_publishers(bundle), message)
