"""Asks co-signing clusters for their agreement, and notes what they answer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from clusters.co_signatures.mails import mail_answer, mail_question
from clusters.co_signatures.signed_text import digest_of_text
from clusters.co_signatures.signers import newest_text, signers_of, signs_for, without_publisher
from clusters.models import Cluster, CoSignature, CoSignatureState
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
        CoSignature.objects.create(page=page, cluster=cluster, digest=digest, asked_at=now, asked_by=user)
        mail_question(content, cluster)
    names = [str(each.name) for each in waiting]
    log(instance=page.specific, action=ASKED, user=user, data={"clusters": names})
    return waiting


@transaction.atomic
def answer(
    page: Page, cluster_id: int, user: User, *, digest: str, is_approved: bool, remark: str = ""
) -> CoSignature:
    """Notes what a person answers for a cluster about the text that they were shown.

    Raises `PermissionDenied` for a person who does not publish for the cluster, or if it was not asked, and `Refusal`
    if the text is another one by now.
    """
    lock_with_pages(page)
    content = newest_text(page)
    if content is None or cluster_id not in signs_for(user):
        raise PermissionDenied
    found = [each for each in signers_of(page, content) if each.cluster.pk == cluster_id]
    if not found or found[0].signature is None:
        raise PermissionDenied
    question = found[0].signature
    if not found[0].is_current or digest != digest_of_text(content):
        raise _changed()
    question.state = CoSignatureState.APPROVED if is_approved else CoSignatureState.DECLINED
    question.remark = remark
    question.decided_at, question.decided_by = timezone.now(), user
    question.save()
    data = {"cluster": str(question.cluster.name), "remark": remark}
    log(instance=page.specific, action=APPROVED if is_approved else DECLINED, user=user, data=data)
    mail_answer(content, question)
    return question
