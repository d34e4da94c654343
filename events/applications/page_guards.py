"""Refuses to delete a mission to which organisations apply, in its last language: nobody would tell them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import Person
from clusters.publishing.refusal import Refusal
from events.models import Application, TradeMissionPage
from events.models.application import ACTIVE_STATES
from fedcms.core.i18n.bidi import in_line


def refuse_while_people_apply(pages: Iterable[Page], person: Person) -> list[Refusal]:
    """Returns why pages are not deleted, nothing if nobody applies who would be left without their mission."""
    left = TradeMissionPage.objects.in_no_other_language(page.pk for page in pages)
    people = Application.objects.with_person().in_state(*ACTIVE_STATES)
    for mission in left.filter(translation_key__in=people.values("call__translation_key")):
        if not mission.is_over:
            words = _(
                "Des organisations candidatent à « %(title)s » : répondez-leur d’abord. Rien n’a été supprimé."
            ) % {"title": in_line(mission.get_admin_display_title())}
            return [Refusal(words)]
    return []
