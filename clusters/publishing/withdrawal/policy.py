"""The policy of emergency withdrawals: what is withdrawn stays off the site until the withdrawal is ended."""

from django.utils.translation import gettext as _

from clusters.models import StructuralPage
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal
from clusters.publishing.withdrawal.selection import open_withdrawal
from fedcms.core.i18n.moments import moment_with_zone


def refuse_withdrawn(publication: Publication) -> Refusal | None:
    """Refuses a page of a translation set that is withdrawn, in every language and way. One query.

    None for the pages of a section's frame, which nobody withdraws.
    """
    if isinstance(publication.content, StructuralPage):
        return None
    withdrawal = open_withdrawal(publication.page)
    if withdrawal is None:
        return None
    return Refusal(
        _(
            "Cette page a été retirée d’urgence le %(moment)s : remettez-la en ligne, ou levez le retrait, sur l’écran "
            "du retrait."
        )
        % {"moment": moment_with_zone(withdrawal.withdrawn_at)},
        reason="withdrawn",
    )
