"""Mails a section's publishers, and a page's owner, that its moment has come and an agreement is missing: once."""

import logging

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from clusters.models import Cluster, Federation
from clusters.people.recipients import Recipient, recipients, send_to_each
from clusters.publishing.log_actions import HELD
from clusters.publishing.may_publish import may_publish
from clusters.publishing.media_rights import (
    CONSENT_MISSING,
    VIEWS,
    consent_refusal,
    files_without_consent,
    may_change,
)
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import NOT_SIGNED, ORIGINAL_NOT_SIGNED, Refusal
from clusters.publishing.schedule_move import schedule_owner
from clusters.translation.drafts.source_schedule import SOURCE_NOT_PUBLIC
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.pages.addresses import absolute
from fedcms.core.pages.publication import NotPublished, Way
from fedcms.core.pages.write_locks import lock_with_pages

logger = logging.getLogger("fedcms.publication")

NOT_AGREED = frozenset({NOT_SIGNED, ORIGINAL_NOT_SIGNED})
"""The reasons of the refusals for want of a co-signature."""
AGREEMENTS = NOT_AGREED | {CONSENT_MISSING}

_untold: set[int] = set()
"""Revisions of which nobody could be told: logged once, and tried again at every pass."""


def warn_of_held(revision_id: int, reason: NotPublished) -> None:
    """Mails about a due revision that is refused for a missing consent or co-signature, once for its moment.

    Told to the function that publishes what is due (fedcms.core.tasks.scheduled_publication) at every pass: the page's
    history keeps that it was said, in the transaction that stores the mails.
    """
    reasons = {part.reason for part in reason.parts} if isinstance(reason, Refusal) else set()
    # A translation waits for its source, whose people are told.
    if not reasons & AGREEMENTS or SOURCE_NOT_PUBLIC in reasons:
        return
    revision = Revision.page_revisions.filter(pk=revision_id).first()
    if revision is None or not isinstance(page := revision.content_object, Page):
        return
    if reasons & AGREEMENTS == {ORIGINAL_NOT_SIGNED} and schedule_owner(page).approved_schedule:
        return
    with transaction.atomic():
        lock_with_pages(page)
        # A schedule that was moved since is another moment to tell of.
        told = PageLogEntry.objects.filter(page=page.pk, action=HELD, revision=revision_id)
        if told.filter(timestamp__gte=revision.approved_go_live_at).exists():
            return
        if send_to_each(_people(page), lambda each: _message(page, revision, each)):
            log(instance=page, action=HELD, revision=revision)
        elif revision_id not in _untold:
            _untold.add(revision_id)
            logger.warning("Revision %s is held back, and nobody could be told of it.", revision_id)


def _people(page: Page) -> list[Recipient]:
    """Returns whom to tell; the owner of the page only if they still work here."""
    owner = getattr(page, "cluster", None)
    found = recipients(owner if isinstance(owner, Cluster) else Federation.load())
    writer = page.owner
    if writer is not None and writer.is_active and writer.email:
        found.append(Recipient(writer.email, language_of_person(writer), writer))
    return list({each.address: each for each in reversed(found)}.values())


def _unsigned(page: Page, revision: Revision) -> list[str]:
    """Returns what says, in the active language, which co-signatures are missing, and where to ask for them."""
    decision = may_publish(page.specific, revision, None, Way.CLOCK)
    missing = [part for refusal in decision.refusals for part in refusal.parts if part.reason in NOT_AGREED]
    if not missing:
        return []
    address = absolute(reverse("co_signatures", args=[schedule_owner(page).pk]))
    return [*(f"– {part}" for part in missing), f"  {address}"]


def _message(page: Page, revision: Revision, recipient: Recipient) -> EmailMessage:
    with override(recipient.language):
        lines = [
            _("Le moment de « %(page)s » est venu, et la page ne paraît pas :")
            % {"page": isolated(revision.object_str)},
            "",
        ]
        files = files_without_consent(Publication(page, revision, recipient.person, Way.CLOCK))
        for file in files:
            lines.append(f"– {consent_refusal(file, recipient.person)}")
            if may_change(recipient.person, file):
                lines.append(f"  {absolute(reverse(VIEWS[type(file)], args=[file.pk]))}")
        lines += _unsigned(page, revision)
        lines.append("")
        if files:
            lines += [
                _("Dès que l’accord est noté, la page paraît d’elle-même. Pour retirer le fichier :"),
                absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
            ]
        else:
            lines.append(_("Dès que tous ont approuvé ce texte, la page paraît d’elle-même."))
        subject = _("Une page programmée attend un accord : %(page)s") % {
            "page": " ".join(revision.object_str.split())
        }
        return EmailMessage(subject, "\n".join(lines), to=[recipient.address])
