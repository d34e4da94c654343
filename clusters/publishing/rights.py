"""The policy of permissions: a person who publishes must have the permission to publish there."""

from django.utils.translation import gettext as _

from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal
from clusters.publishing.reviewers import has_approved
from fedcms.core.pages.publication import Way

# The ways that a last approval takes.
BY_REVIEW = (Way.WORKFLOW, Way.TRANSLATION)


def refuse_without_right(publication: Publication) -> Refusal | None:
    """Refuses a person without the permission to publish; returns the `Refusal`, or `None`.

    For a page that is being created, its view has checked the permission on the parent.
    """
    actor, page = publication.actor, publication.page
    if actor is None or publication.is_allowed or page.pk is None:
        return None
    if page.specific.permissions_for_user(actor).can_publish():
        return None
    if publication.way in BY_REVIEW and has_approved(page, actor):
        # A cluster without a publisher is reviewed by the federation, which holds no permission in its section.
        return None
    return Refusal(_("Vous n’avez pas le droit de publier cette page."), reason="no_right")
