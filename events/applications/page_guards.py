"""Refuses to delete a mission to which organisations apply, in its last language: nobody would tell them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.publishing.refusal import Refusal
from events.models import Application, TradeMissionPage
from events.models.application import ACTIVE_STATES
from fedcms.core.i18n.bidi import in_line


def refuse_while_people_apply(pages: Iterable[Page]) -> Refusal | None:
    """Returns why pages are not deleted, `None` if nobody applies who would be left without their mission."""
    keys = [page.pk for page in pages]
    going = TradeMissionPage.objects.filter(pk__in=keys)
    staying = TradeMissionPage.objects.exclude(pk__in=keys).filter(
        translation_key__in=going.values("translation_key")
    )
    left = going.exclude(translation_key__in=staying.values("translation_key"))
    people = Application.objects.with_person().in_state(*ACTIVE_STATES)
    for mission in left.filter(translation_key__in=people.values("call__translation_key")):
        if not mission.is_over:
            return Refusal(
                _(
                    "Des organisations candidatent à « %(title)s » : répondez-leur d’abord. Rien n’a été supprimé."
                )
                % {"title": in_line(mission.get_admin_display_title())}
            )
    return None
