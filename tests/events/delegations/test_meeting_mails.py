"""Who is in a delegation is told that its page is public, and what becomes of each meeting of theirs."""

import pytest
from django.core.mail import EmailMessage
from icalendar import Calendar
from icalendar import Event as Component

from events.delegations.news import tell_delegations
from events.models import Application, CallForApplications, ProgrammeItem, TradeMissionPage
from tests.events.delegations.conftest import Decided, TwoTeams
from tests.events.signup.support import mails_to, signed_in

pytestmark = pytest.mark.django_db
FIRST, SECOND = "first@ecole.example", "second@ecole.example"


def _news(address: str, words: str) -> list[EmailMessage]:
    return [each for each in mails_to(address) if each.subject.endswith(words)]


def _entry(message: EmailMessage) -> Component:
    ((_name, data, _kind),) = message.attachments
    (entry,) = Calendar.from_ical(data if isinstance(data, bytes) else str(data).encode()).events
    return entry


def test_who_meets_is_told_of_what_is_added_moved_and_dropped(decided: Decided, teams: TwoTeams) -> None:
    """Each with its entry; who does not take part, and of what is for all, nobody."""
    nora = signed_in(teams.publisher)
    posted = decided.meeting()
    for _double in range(2):
        assert nora.post(f"{decided.team}programme/add/", posted).status_code == 302
    (added,) = _news(FIRST, "un rendez-vous pour vous")
    assert "Chez Zellige" in str(added.body)
    assert "9\xa0h\xa030" in str(added.body)
    assert not [each for each in mails_to(SECOND) if "Zellige" in str(each.body)]
    item = ProgrammeItem.objects.get()
    edit = f"{decided.team}programme/{item.pk}/"
    same = decided.meeting(version=item.version)
    nora.post(edit, same)
    item.refresh_from_db()
    assert not _news(FIRST, "un rendez-vous change"), "nothing differs"
    nora.post(edit, decided.meeting(version=item.version, starts="11:00", ends=""))
    (moved,) = _news(FIRST, "un rendez-vous change")
    assert "11\xa0h" in str(moved.body)
    item.refresh_from_db()
    nora.post(edit, {"delete": "1", "version": item.version})
    (dropped,) = _news(FIRST, "un rendez-vous n’a plus lieu")
    entries = [_entry(each) for each in (added, moved, dropped)]
    assert [str(each["STATUS"]) for each in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({str(each["UID"]) for each in entries}) == 1
    assert int(entries[2]["SEQUENCE"]) > int(entries[1]["SEQUENCE"])
    number = len(mails_to(FIRST))
    nora.post(f"{decided.team}programme/add/", decided.meeting(audience="all", participants=[]))
    assert len(mails_to(FIRST)) == number


def test_who_takes_the_place_of_another_is_told_and_so_is_the_other(
    decided: Decided, teams: TwoTeams
) -> None:
    nora = signed_in(teams.publisher)
    nora.post(f"{decided.team}programme/add/", decided.meeting())
    item = ProgrammeItem.objects.get()
    fields = {"version": item.version, "participants": [str(decided.second.pk)]}
    nora.post(f"{decided.team}programme/{item.pk}/", decided.meeting(**fields))
    assert len(_news(FIRST, "un rendez-vous n’a plus lieu")) == 1
    assert len([each for each in mails_to(SECOND) if "Zellige" in str(each.body)]) == 1


def test_who_is_taken_off_reads_of_the_own_meeting_and_not_of_the_others(
    decided: Decided, teams: TwoTeams
) -> None:
    """Neither in the mail nor in its file: who meets whom, where and when is nobody else's to know."""
    nora = signed_in(teams.publisher)
    nora.post(f"{decided.team}programme/add/", decided.meeting())
    item = ProgrammeItem.objects.get()
    of_other = {"title_fr": "Chez Atlas", "place": "4, rue du Phare", "starts": "11:00", "ends": "12:00"}
    fields = {"version": item.version, "participants": [str(decided.second.pk)], **of_other}
    nora.post(f"{decided.team}programme/{item.pk}/", decided.meeting(**fields))
    (dropped,) = _news(FIRST, "un rendez-vous n’a plus lieu")
    entry = _entry(dropped)
    assert "Chez Zellige" in str(dropped.body)
    assert "9\xa0h\xa030" in str(dropped.body)
    assert entry.start == item.starts_at
    for secret in ("Atlas", "Phare", "11\xa0h"):
        assert secret not in str(dropped.body)
        assert secret not in entry.to_ical().decode()
    assert len([each for each in mails_to(SECOND) if "Chez Atlas" in str(each.body)]) == 1


def test_who_is_not_of_what_was_for_all_is_told_and_who_stays_is_told_nothing_new(
    decided: Decided, teams: TwoTeams
) -> None:
    nora = signed_in(teams.publisher)
    nora.post(f"{decided.team}programme/add/", decided.meeting(audience="all", participants=[]))
    item = ProgrammeItem.objects.get()
    number = len(mails_to(FIRST))
    nora.post(f"{decided.team}programme/{item.pk}/", decided.meeting(version=item.version))
    assert len(mails_to(FIRST)) == number
    (told,) = [each for each in mails_to(SECOND) if "Zellige" in str(each.body)]
    assert str(_entry(told)["STATUS"]) == "CANCELLED"


def test_another_title_is_told_to_who_reads_it(decided: Decided, teams: TwoTeams) -> None:
    """Whatever the language of the team."""
    nora = signed_in(teams.publisher)
    both = [str(decided.first.pk), str(decided.second.pk)]
    nora.post(f"{decided.team}programme/add/", decided.meeting(participants=both, title_ar="عند زليج"))
    item, before = ProgrammeItem.objects.get(), (len(mails_to(FIRST)), len(mails_to(SECOND)))
    fields = {"participants": both, "title_ar": "عند أطلس", "version": item.version}
    nora.post(f"{decided.team}programme/{item.pk}/", decided.meeting(**fields))
    assert (len(mails_to(FIRST)), len(mails_to(SECOND))) == (before[0], before[1] + 1)
    assert "عند أطلس" in str(mails_to(SECOND)[-1].body)


def test_nobody_is_told_of_meetings_of_a_mission_that_is_off(decided: Decided, teams: TwoTeams) -> None:
    CallForApplications.objects.filter(pk=decided.call.pk).update(is_cancelled=True)
    signed_in(teams.publisher).post(f"{decided.team}programme/add/", decided.meeting())
    assert ProgrammeItem.objects.exists()
    assert not _news(FIRST, "un rendez-vous pour vous")


def test_the_page_is_told_to_who_goes_the_first_time(decided: Decided, teams: TwoTeams) -> None:
    """Each in their language; taken off and shown again, it is no news."""
    nora = signed_in(teams.publisher)
    for action in ({}, {"unpublish": "1"}, {}):
        nora.post(f"{decided.team}publish/", action)
    (told,) = _news(FIRST, "la page de la délégation")
    assert f"/fr{decided.page}" in str(told.body)
    assert len([each for each in mails_to(SECOND) if f"/ar{decided.page}" in str(each.body)]) == 1
    assert not _news("third@ecole.example", "la page de la délégation")


def test_the_page_is_told_to_who_is_chosen_later(decided: Decided, teams: TwoTeams) -> None:
    """And to nobody a second time, nor of a page that is off the site again."""
    nora, words = signed_in(teams.publisher), "la page de la délégation"
    nora.post(f"{decided.team}publish/")
    tell_delegations()
    assert len(_news(FIRST, words)) == 1
    assert not _news("third@ecole.example", words)
    nora.post(f"{decided.team}publish/", {"unpublish": "1"})
    Application.objects.filter(pk=decided.refused.pk).update(decision="chosen")
    tell_delegations()
    assert not _news("third@ecole.example", words)
    nora.post(f"{decided.team}publish/")
    for _twice in range(2):
        tell_delegations()
    assert len(_news("third@ecole.example", words)) == 1
    assert len(_news(FIRST, words)) == 1


def test_the_page_of_a_mission_that_was_off_the_site_is_told_when_it_is_back(
    decided: Decided, teams: TwoTeams
) -> None:
    pages, words = [decided.mission, decided.arabic], "la page de la délégation"
    missions = TradeMissionPage.objects.filter(pk__in=[page.pk for page in pages])
    missions.update(live=False)
    signed_in(teams.publisher).post(f"{decided.team}publish/")
    tell_delegations()
    assert not _news(FIRST, words)
    missions.update(live=True)
    for _twice in range(2):
        tell_delegations()
    assert len(_news(FIRST, words)) == 1
