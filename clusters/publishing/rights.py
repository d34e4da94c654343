"""The policy of permissions: a person who publishes must have the permission to publish there."""

from django.utils.translation import gettext as _

from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal


def refuse_without_right(publication: Publication) -> Refusal | None:
    """Refuses a person without the permission to publish; returns the `Refusal`, or `None`.

    For a page that is being created, its view has checked the permission on the parent.
    """
    actor, page = publication.actor, publication.page
    if actor is None or publication.is_allowed or page.pk is None:
        return None
    if page.specific.permissions_for_user(actor).can_publish():
        return None
    return Refusal(_("Vous n’avez pas le droit de publier cette page."), reason="no_right")
