"""The policy of required fields: drafts may lack them or be invalid, public pages may not."""

from django.core.exceptions import ValidationError

from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal, Refusals, refusals_of


def refuse_unfinished(publication: Publication) -> Refusal | None:
    """Refuses a page with empty required fields or invalid values; each is one reason.

    It is asked for new versions of public pages, too. A page without a row is skipped: it is validated when its row is
    saved.
    """
    page = publication.content
    if page.pk is None:
        return None
    # Wagtail validates less when a draft's row is saved; here the page is validated as a public one.
    page.live = True
    try:
        page.full_clean()
    except ValidationError as error:
        return Refusals(refusals_of(error, "unfinished"))
    return None
