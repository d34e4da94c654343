"""The policy of required fields: drafts may lack them or be invalid, public pages may not."""

from django.core.exceptions import ValidationError

from clusters.publishing.policies import Publication
from clusters.publishing.refusal import Refusal, Refusals, refusals_of


def refuse_unfinished(publication: Publication) -> Refusal | None:
    """Each field that is empty and must not be, and each value that is invalid, with its words.

    What is public already is asked too: another version of it must be as whole. What has no row yet is validated by
    the save that makes one.
    """
    page = publication.content
    if page.pk is None:
        return None
    # Wagtail saves a draft row with less; here it is asked as it would be public.
    page.live = True
    try:
        page.full_clean()
    except ValidationError as error:
        return Refusals(refusals_of(error, "unfinished"))
    return None
