"""Refuses to delete an event to which people have signed up, in its last language: nobody would tell them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import Person
from clusters.publishing.refusal import Refusal
from events.models import EventPage, SignUp
from events.models.signup import OPEN_STATES
from fedcms.core.i18n.bidi import in_line


def refuse_while_people_wait(pages: Iterable[Page], person: Person) -> list[Refusal]:
    """Returns why pages are not deleted, nothing if nobody has signed up who would be left without their event."""
    left = EventPage.objects.in_no_other_language(page.pk for page in pages)
    people = SignUp.objects.with_person().in_state(*OPEN_STATES)
    for event in left.filter(translation_key__in=people.values("sheet__translation_key")):
        if not event.is_over:
            words = _(
                "Des personnes sont inscrites à « %(title)s » : donnez-lui l’état « Annulé », ou répondez-leur. "
                "Rien n’a été supprimé."
            ) % {"title": in_line(event.get_admin_display_title())}
            return [Refusal(words)]
    return []
