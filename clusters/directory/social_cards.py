"""Draws the social cards of organisations, one in each language of the directory, and tells which are public."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django_tasks import task

from clusters.models import Organisation, OrganisationIndexPage
from clusters.structured_data import card_key, organisation_of_card, organisation_social_card
from fedcms.core.changes.outbox import Change
from fedcms.core.lanes import Lane
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.social_cards.store import draw, forget
from fedcms.media.tasks import CARDS_AT_ONCE, LATER


def _organisations() -> "QuerySet[Organisation, Organisation]":
    return Organisation.objects.select_related("cluster").order_by("pk")


def public_card(key: UUID, language: str) -> SocialCardText | None:
    """Returns the card of an organisation whose page is public in this language; `None` if the key is not of one."""
    organisation_id = organisation_of_card(key)
    if organisation_id is None:
        return None
    directory = OrganisationIndexPage.objects.visible().filter(locale__language_code=language)
    organisation = _organisations().filter(pk=organisation_id).first() if directory.exists() else None
    return organisation_social_card(organisation, language) if organisation else None


def _languages() -> list[str]:
    """Returns the languages that have a directory. One query."""
    pages = OrganisationIndexPage.objects.filter(live=True, alias_of=None).order_by("pk")
    return list(pages.values_list("locale__language_code", flat=True))


def _draw(organisations: Sequence[Organisation]) -> int:
    languages = _languages()
    return sum(
        draw(organisation_social_card(organisation, language))
        for organisation in organisations
        for language in languages
    )


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=LATER)
def draw_missing_cards_of_organisations(after: int = 0, cluster: str = "") -> int:
    """Draws the missing cards of some organisations (of a cluster's, by its slug), and enqueues a task for the rest.

    Starts with the organisation after the primary key `after`; returns how many it drew.
    """
    rows = _organisations().filter(pk__gt=after)
    organisations = list((rows.filter(cluster__slug=cluster) if cluster else rows)[:CARDS_AT_ONCE])
    drawn = _draw(organisations)
    if len(organisations) == CARDS_AT_ONCE:
        draw_missing_cards_of_organisations.enqueue(after=organisations[-1].pk, cluster=cluster)
    return drawn


def look_for_missing_cards_of_organisations() -> None:
    """Enqueues the drawing of all missing cards of organisations."""
    if settings.FEDCMS_SOCIAL_CARDS:
        draw_missing_cards_of_organisations.enqueue()


def cards_follow_organisations(changes: Sequence[Change]) -> None:
    """Draws the cards of changed organisations, of all of a changed cluster; removes those of deleted ones.

    A subscriber.
    """
    changed = {change.object_id for change in changes if change.subject == "organisation"}
    kept = list(_organisations().filter(pk__in=changed))
    for gone in sorted(changed - {organisation.pk for organisation in kept}):
        for language, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
            forget(str(card_key(gone)), language)
    if not settings.FEDCMS_SOCIAL_CARDS:
        return
    _draw(kept)
    for cluster in sorted({change.cluster for change in changes if change.subject == "cluster"}):
        draw_missing_cards_of_organisations.enqueue(cluster=cluster)
