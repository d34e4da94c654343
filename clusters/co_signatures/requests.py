"""Asks co-signing clusters for their agreement, and notes what they answer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from clusters.co_signatures.decided_versions import Appearance, appearance_of
from clusters.co_signatures.mails import mail_answer, mail_question
from clusters.co_signatures.signed_text import digest_of_text
from clusters.co_signatures.signers import (
    agreements_of,
    newest_text,
    signers_of,
    signs_for,
    without_publisher,
)
from clusters.models import Cluster, ContentPage, CoSignature, CoSignatureState
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.pages.write_locks import lock_with_pages
from fedcms.users.models import User

ASKED = "clusters.co_signature.asked"
APPROVED = "clusters.co_signature.approved"
DECLINED = "clusters.co_signature.declined"


def _changed() -> Refusal:
    words = _("Le texte a changé depuis que vous l’avez ouvert : relisez-le, puis recommencez.")
    return Refusal(words, reason="changed")


@transaction.atomic
def ask(page: Page, user: User, *, digest: str) -> list[Cluster]:
    """Asks each co-signing cluster that was not asked about the newest text, and mails its publishers.

    Returns whom it asked. Raises `PermissionDenied` for a person who may not edit the page, and `Refusal` if the text
    is another one than the screen showed, if there is nobody to ask, or nobody who could answer.
    """
    lock_with_pages(page)
    content = newest_text(page)
    if content is None or not page.specific.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if digest != digest_of_text(content):
        raise _changed()
    waiting = [each.cluster for each in signers_of(page, content) if not each.is_current]
    if not waiting:
        raise Refusal(_("Tous ont été interrogés sur ce texte : attendez leur réponse."), reason="nobody")
    if lacking := without_publisher(waiting):
        nobody = in_a_list([isolated(str(each)) for each in lacking])
        raise Refusal(
            _("Personne ne publie pour %(clusters)s : décochez-les, ou attendez qu’ils aient une équipe.")
            % {"clusters": nobody},
            reason="no_publisher",
        )
    now = timezone.now()
    for cluster in waiting:
        # Who approved this text, and refused another one since, is asked about it again.
        CoSignature.objects.update_or_create(
            page=page,
            cluster=cluster,
            digest=digest,
            defaults={
                "state": CoSignatureState.ASKED,
                "is_newest": True,
                "remark": "",
                "asked_at": now,
                "asked_by": user,
                "decided_at": None,
                "decided_by": None,
            },
        )
        mail_question(content, cluster)
    names = [str(each.name) for each in waiting]
    log(instance=page.specific, action=ASKED, user=user, data={"clusters": names})
    return waiting


@transaction.atomic
def answer(
    page: Page, cluster_id: int, user: User, *, digest: str, is_approved: bool, remark: str = ""
) -> CoSignature:
    """Notes what a person answers for a cluster about the text that they were shown.

    Raises `PermissionDenied` for a person who does not publish for the cluster, or if it was never asked, and `Refusal`
    if the text is another one by now, or another list of clusters signs it.
    """
    lock_with_pages(page)
    content = newest_text(page)
    asked = CoSignature.objects.filter(page=page.pk, cluster=cluster_id)
    if content is None or cluster_id not in signs_for(user) or not asked.exists():
        raise PermissionDenied
    found = next((each for each in signers_of(page, content) if each.cluster.pk == cluster_id), None)
    if found is None:
        words = _("Le communiqué ne nomme plus votre cluster : votre réponse n’est plus attendue.")
        raise Refusal(words, reason="not_named")
    question = found.signature
    if question is None or not found.is_current or digest != digest_of_text(content):
        raise _changed()
    question.state = CoSignatureState.APPROVED if is_approved else CoSignatureState.DECLINED
    question.remark = remark
    question.decided_at, question.decided_by = timezone.now(), user
    question.save()
    _tell(content, question, user)
    return question


@transaction.atomic
def take_back(page: Page, cluster_id: int, user: User, *, remark: str) -> CoSignature:
    """Notes that a cluster agrees to no version of a page any more, whatever the newest one is.

    Raises `PermissionDenied` for a person who does not publish for the cluster, and `Refusal` if it agrees to none.
    """
    lock_with_pages(page)
    content = newest_text(page)
    if content is None or cluster_id not in signs_for(user):
        raise PermissionDenied
    agreements = agreements_of(page, [cluster_id])
    if not agreements:
        words = _("Votre cluster n’a d’accord à aucune version : il n’y a rien à retirer.")
        raise Refusal(words, reason="no_agreement")
    now = timezone.now()
    for agreement, _appearance in agreements:
        agreement.state, agreement.remark = CoSignatureState.DECLINED, remark
        agreement.decided_at, agreement.decided_by = now, user
        agreement.save()
    refusal = next((each for each, appearance in agreements if appearance.is_decided), agreements[0][0])
    _tell(content, refusal, user)
    return refusal


def _tell(content: ContentPage, answered: CoSignature, user: User) -> None:
    """Writes an answer into the history, and mails whom it concerns."""
    is_approved = answered.state == CoSignatureState.APPROVED
    data = {"cluster": str(answered.cluster.name), "remark": answered.remark}
    page = Page.objects.get(pk=answered.page_id)
    log(instance=page.specific, action=APPROVED if is_approved else DECLINED, user=user, data=data)
    mail_answer(content, answered, Appearance() if is_approved else appearance_of(page, answered.digest))
