"""Refuses to delete a mission for which organisations wait, or of which they were not told, in its last language."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import Person
from clusters.publishing.refusal import Refusal
from events.applications.mail_frame import about_application
from events.models import Application, ApplicationState, TradeMissionPage
from fedcms.core.i18n.bidi import in_line
from fedcms.core.mail import has_waiting_mails


def refuse_while_people_apply(pages: Iterable[Page], person: Person) -> list[Refusal]:
    """Returns why pages are not deleted, nothing if nobody counts on their mission and all have been told of it."""
    known = Application.objects.with_person()
    left = TradeMissionPage.objects.in_no_other_language(page.pk for page in pages)
    left = left.filter(translation_key__in=known.values("call__translation_key"))
    waiting = Application.objects.waiting(timezone.now())
    for mission in left:
        if mission.is_over:
            continue
        title = {"title": in_line(mission.get_admin_display_title())}
        if waiting.filter(call__translation_key=mission.translation_key).exists():
            words = _(
                "Des organisations candidatent à « %(title)s », ou partent : répondez-leur, ou annulez la mission. "
                "Rien n’a été supprimé."
            )
            return [Refusal(words % title)]
        # With the page, mails that wait would be thrown away.
        people = known.filter(call__translation_key=mission.translation_key)
        # Not those to strangers: whoever types an address that takes none would keep the page for hours.
        people = people.exclude(state=ApplicationState.ASKED)
        if has_waiting_mails([about_application(key) for key in people.values_list("pk", flat=True)]):
            words = _(
                "Des courriels à qui candidate à « %(title)s » ne sont pas encore partis : réessayez dans quelques "
                "minutes. Rien n’a été supprimé."
            )
            return [Refusal(words % title)]
    return []
