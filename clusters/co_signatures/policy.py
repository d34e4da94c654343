"""The policy of co-signatures: a release appears only as each co-signing cluster has approved it."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.co_signatures.signers import signers_of
from clusters.models import ContentPage
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal
from clusters.publishing.schedule_move import schedule_owner
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list


def refuse_unsigned(publication: Publication) -> Refusal | None:
    """Refuses a version that a co-signing cluster has not approved, and a translation of one that is not decided."""
    content, page = publication.content, publication.page
    if not isinstance(content, ContentPage) or not content.co_signing_clusters():
        return None
    original = schedule_owner(page) if page.pk is not None else page
    if original.pk != page.pk:
        return _refuse_translation(content, original)
    missing = [isolated(str(each.cluster)) for each in signers_of(page, content) if not each.has_approved]
    if not missing:
        return None
    return Refusal(
        _(
            "Ce texte attend l’accord de ses co-signataires : %(clusters)s. Demandez-le sur l’écran « Co-signatures »."
        )
        % {"clusters": in_a_list(missing)},
        field="co_signers",
        reason="not_signed",
    )


def _refuse_translation(content: ContentPage, original: Page) -> Refusal | None:
    """Refuses a translation in the name of clusters that have not signed the original as it is, or will be, public."""
    names = {each.pk for each in content.co_signing_clusters()}
    if any(names <= _signed_by(version) for version in _decided(original)):
        return None
    return Refusal(
        _(
            "Cette traduction nomme des co-signataires qui n’ont pas approuvé son original : publiez d’abord celui-ci."
        ),
        reason="original_not_signed",
    )


def _decided(original: Page) -> list[ContentPage]:
    """Returns the versions of the original that are public, or approved to appear: each was signed."""
    found: list[ContentPage] = [original.specific] if original.live else []
    if original.live and original.live_revision is not None:
        # The row may hold fields that were written since.
        found = [original.live_revision.as_object()]
    if (scheduled := original.scheduled_revision) is not None:
        found.append(scheduled.as_object())
    return found


def _signed_by(version: ContentPage) -> set[int]:
    return {each.pk for each in version.co_signing_clusters()}
