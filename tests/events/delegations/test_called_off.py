"""A mission that is cancelled is off for its delegation, too: in their calendars, and on their own pages."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as Component

from events.applications.decisions import cancel_mission
from events.applications.links import own_token
from events.delegations.links import calendar_link
from events.models import DelegateProfile, ProgrammeItem
from fedcms.core.i18n.translated_text import TranslatedText
from tests.events.delegations.conftest import Decided, TwoTeams

pytestmark = pytest.mark.django_db
WHY = TranslatedText(fr="Le salon est reporté d’un an.")


@pytest.fixture
def planned(decided: Decided) -> Decided:
    """With something for all to do."""
    starts = decided.mission.place_and_span()[1]
    ProgrammeItem.objects.create(
        call=decided.call, starts_at=starts, title=TranslatedText(fr="Accueil"), uid=uuid4()
    )
    return decided


def _entry(decided: Decided) -> Component:
    answer = Client().get(urlsplit(calendar_link(decided.first)).path)
    (entry,) = Calendar.from_ical(answer.content).events
    return entry


def test_their_calendars_hear_it(planned: Decided, teams: TwoTeams) -> None:
    """Newer than what they have, or programs would not believe it; the days are free again."""
    before = _entry(planned)
    assert (str(before["STATUS"]), str(before["TRANSP"])) == ("CONFIRMED", "OPAQUE")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        cancel_mission(planned.call, WHY, teams.publisher)
        after = _entry(planned)
        assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == timezone.now().replace(microsecond=0)
    assert str(after["UID"]) == str(before["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert (str(after["STATUS"]), str(after["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert str(after["SUMMARY"]) == "Annulé – Accueil"


def test_their_own_pages_say_so_and_take_nothing_any_more(planned: Decided, teams: TwoTeams) -> None:
    """An agreement can still be taken back; what is written meanwhile is shown, to copy, and not kept."""
    planned.show(planned.first)
    form = {"profile": "Trop tard", "offer": "", "sought": "", "version": "1", "consent": "on"}
    cancel_mission(planned.call, WHY, teams.publisher)
    own = f"/my-application/{own_token(planned.first)}/"
    for path in (own, f"{own}programme/", planned.own(planned.first)):
        text = Client().get(path).content.decode()
        assert str(WHY) in text, path
        assert "Mettre dans mon calendrier" not in text, path
    assert "Écrire ce que tous liront" not in Client().get(own).content.decode()
    late = Client().post(planned.own(planned.first), form)
    assert late.status_code == 422
    assert "Trop tard" in late.content.decode()
    assert "n’êtes plus de la délégation" not in late.content.decode()
    taken = Client().post(planned.own(planned.first), {"action": "take-back"})
    assert (taken.status_code, taken["Location"]) == (303, f"{own}?done=consent")
    profile = DelegateProfile.objects.get(application=planned.first)
    assert (profile.consented_at, profile.profile == "Trop tard") == (None, False)
