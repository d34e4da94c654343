"""The policy of co-signatures: a release appears only as each co-signing cluster has approved it."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.co_signatures.decided_versions import public_version, scheduled_version
from clusters.co_signatures.signers import signers_of
from clusters.models import ContentPage
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import NOT_SIGNED, ORIGINAL_NOT_SIGNED, Refusal
from clusters.publishing.schedule_move import schedule_owner
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.pages.publication import Way


def refuse_unsigned(publication: Publication) -> Refusal | None:
    """Refuses a version that a co-signing cluster has not approved, and a translation of one that is not decided."""
    content, page = publication.content, publication.page
    if not isinstance(content, ContentPage) or not content.co_signing_clusters():
        return None
    original = schedule_owner(page) if page.pk is not None else page
    if original.pk != page.pk:
        return _refuse_translation(publication, content, original)
    signers = signers_of(page, content, is_restored=publication.way is Way.WITHDRAWAL)
    missing = [isolated(str(each.cluster)) for each in signers if not each.has_approved]
    if not missing:
        return None
    return Refusal(
        _(
            "Ce texte attend l’accord de ses co-signataires : %(clusters)s. Demandez-le sur l’écran « Co-signatures »."
        )
        % {"clusters": in_a_list(missing)},
        field="co_signers",
        reason=NOT_SIGNED,
    )


def _refuse_translation(publication: Publication, content: ContentPage, original: Page) -> Refusal | None:
    """Refuses a translation in the name of clusters that do not agree to the original as it is, or will be, public.

    What it named as it was public may be corrected, and put back after a withdrawal, whatever became of its original.
    """
    names = _names(content)
    own = public_version(publication.page)
    if publication.way is Way.WITHDRAWAL or (own is not None and names <= _names(own)):
        return None
    if any(names <= agreeing_to(original, version) for version in _decided(publication, original)):
        return None
    return Refusal(
        _(
            "Cette traduction nomme des co-signataires qui n’ont pas approuvé son original : publiez d’abord celui-ci."
        ),
        reason=ORIGINAL_NOT_SIGNED,
    )


def _decided(publication: Publication, original: Page) -> list[ContentPage]:
    """Returns the versions of the original that are public, or will be when the translation appears."""
    public, scheduled = public_version(original), scheduled_version(original)
    found = [] if public is None else [public]
    moment = publication.moment
    if scheduled is not None and moment is not None and moment >= scheduled[1]:
        found.append(scheduled[0])
    return found


def agreeing_to(page: Page, version: ContentPage) -> set[int]:
    """Returns the keys of the co-signing clusters that have approved a version of an original."""
    return {each.cluster.pk for each in signers_of(page, version) if each.has_approved}


def _names(version: ContentPage) -> set[int]:
    return {each.pk for each in version.co_signing_clusters()}
