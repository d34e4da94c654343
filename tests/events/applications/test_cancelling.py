"""Publishers cancel a mission at any time, for a reason that all read; who waits for it or was chosen is told once."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from events.applications.decisions import cancel_mission
from events.applications.page_guards import refuse_while_people_apply
from events.closing_days import last_day_of
from events.models import Application, CallForApplications, Evaluation, ShortfallDecision
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.models import OutgoingMail
from fedcms.settings.base import EMAIL_BACKEND, TASKS
from tests.events.applications.judged import Judged
from tests.events.applications.support import link_of, make_far_mission
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import mails_to, signed_in

pytestmark = pytest.mark.django_db
FRENCH, ARABIC = "Le salon est reporté d’un an.", "تأجّل المعرض سنة كاملة."
WHY = {"reason_fr": FRENCH, "reason_ar": ARABIC}


def _call(judged: Judged) -> CallForApplications:
    return CallForApplications.objects.get(pk=judged.call.pk)


def _told(address: str) -> list[str]:
    """The mails by which an address learned that it is off."""
    subjects = ("la mission est annulée", "أُلغيت البعثة")
    return [str(each.body) for each in mails_to(address) if each.subject.endswith(subjects)]


@pytest.mark.parametrize("apply_by", ["site", "mail"])
def test_a_decided_mission_is_cancelled_and_all_are_told_once(
    judged: Judged, teams: TwoTeams, apply_by: str
) -> None:
    """The minimum was reached and one was chosen: publishers cancel all the same, whatever the way to apply."""
    CallForApplications.objects.filter(pk=judged.call.pk).update(apply_by=apply_by)
    Application.objects.filter(pk=judged.good.pk).update(decision="chosen", language="ar")
    nora, path = signed_in(teams.publisher), f"{judged.team}cancel/"
    assert signed_in(teams.editor).post(path, WHY | {"sure": "1"})["Location"] == "/admin/"
    assert nora.post(path, WHY).status_code == 422, "not sure"
    assert nora.post(path, {"reason_fr": " ", "sure": "1"}).status_code == 422, "without a reason"
    assert not _call(judged).is_cancelled
    for _double in range(2):
        nora.post(path, WHY | {"sure": "1"})
    assert _call(judged).is_cancelled
    row = ShortfallDecision.objects.get()
    assert (row.kind, row.decided_by_name) == ("cancel", "nora")
    for address, reason in (("good@ecole.example", ARABIC), ("poor@ecole.example", FRENCH)):
        (told,) = _told(address)
        assert reason in told
    text = nora.get(judged.team).content.decode()
    assert FRENCH in text
    assert "Oui, annuler la mission" not in text
    own = Client().get(link_of("good@ecole.example")).content.decode()
    assert ARABIC in own
    for path in (judged.mission.url_path, f"{judged.mission.url_path}calendar.ics"):
        assert FRENCH in Client().get(path).content.decode().replace("\r\n ", ""), path


def test_who_was_refused_or_never_sent_a_draft_is_not_told(judged: Judged, teams: TwoTeams) -> None:
    """They wait for nothing; while the call is open, who writes a draft does."""
    Application.objects.filter(pk=judged.good.pk).update(decision="refused")
    Application.objects.filter(pk=judged.poor.pk).update(state="draft")
    waiting = Application.objects.waiting
    assert not waiting(timezone.now()).exists()
    assert set(waiting(judged.call.closes_at - timedelta(seconds=1))) == {judged.poor}
    cancel_mission(judged.call, TranslatedText(fr=FRENCH), teams.publisher)
    assert _told("good@ecole.example") == _told("poor@ecole.example") == []


def test_where_applications_are_missing_there_is_one_way_to_cancel(judged: Judged, teams: TwoTeams) -> None:
    CallForApplications.objects.filter(pk=judged.call.pk).update(minimum=3)
    nora = signed_in(teams.publisher)
    assert "Oui, annuler la mission" not in nora.get(judged.team).content.decode()
    nora.post(f"{judged.team}shortfall/", judged.says("cancel"))
    assert _call(judged).is_cancelled
    assert re.search(r"\((<bdi>|\u2068)?nora", nora.get(judged.team).content.decode())


def _refused(judged: Judged, teams: TwoTeams) -> str:
    return " ".join(str(each) for each in refuse_while_people_apply([judged.mission], teams.publisher))


def test_a_page_is_deleted_once_nobody_counts_on_it(judged: Judged, teams: TwoTeams) -> None:
    """Who waits, is in reserve or is about to leave holds it back; who was refused, or reads that it is off, not."""
    Application.objects.filter(call=judged.call).update(decision="refused")
    assert not _refused(judged, teams)
    for decision in ("", "chosen", "reserve"):
        Application.objects.filter(pk=judged.good.pk).update(decision=decision)
        assert "répondez-leur" in _refused(judged, teams), decision
    CallForApplications.objects.filter(pk=judged.call.pk).update(is_cancelled=True)
    assert not _refused(judged, teams)


def test_a_page_is_not_deleted_before_its_mails_have_left(
    judged: Judged, teams: TwoTeams, settings: Settings
) -> None:
    """They would go with their people, who would never learn of it; what was given up waits for nothing."""
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    cancel_mission(judged.call, TranslatedText(fr=FRENCH), teams.publisher)
    assert OutgoingMail.objects.count() == 2
    assert "pas encore partis" in _refused(judged, teams)
    edit = f"/admin/pages/{judged.mission.pk}/delete/"
    assert "pas encore partis" in signed_in(teams.publisher).post(edit, follow=True).content.decode()
    assert type(judged.mission).objects.filter(pk=judged.mission.pk).exists()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert not _refused(judged, teams)


def test_mails_to_addresses_that_nobody_confirmed_hold_no_page_back(
    judged: Judged, teams: TwoTeams, settings: Settings
) -> None:
    """Whoever types an address that takes no mail would keep the page for hours."""
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    cancel_mission(judged.call, TranslatedText(fr=FRENCH), teams.publisher)
    Application.objects.filter(call=judged.call).update(state="asked")
    assert OutgoingMail.objects.count() == 2
    assert not _refused(judged, teams)


def test_a_jury_reads_that_it_is_off_and_scores_no_more(judged: Judged, teams: TwoTeams) -> None:
    cancel_mission(judged.call, TranslatedText(fr=FRENCH), teams.publisher)
    otto, path = signed_in(judged.other), f"{judged.jury}{judged.good.pk}/"
    text = otto.get(judged.jury).content.decode()
    assert FRENCH in text
    assert "Lire et noter" not in text
    otto.post(path, judged.scores(1, 1, hand_in="1"))
    assert not Evaluation.objects.exists()


def test_a_mission_without_a_call_is_cancelled_from_its_page(teams: TwoTeams) -> None:
    """Publishers are led there by a button of the page; no application is opened for that."""
    mission = make_far_mission(teams.own, title="Mission à Rabat")
    nora, screen = signed_in(teams.publisher), f"/admin/mission-applications/page/{mission.pk}/"
    assert f'href="{screen}#cancel"' in nora.get(f"/admin/pages/{mission.pk}/edit/").content.decode()
    assert 'id="cancel"' in nora.get(screen).content.decode()
    assert nora.post(screen, WHY | {"cancel": "1"}).status_code == 422, "not sure"
    without_reason = nora.post(screen, {"reason_fr": " ", "cancel": "1", "sure": "1"})
    assert without_reason.status_code == 422
    assert not CallForApplications.objects.exists()
    for _double in range(2):
        answer = nora.post(screen, WHY | {"cancel": "1", "sure": "1"})
    call = CallForApplications.objects.get()
    assert (call.is_cancelled, call.apply_by) == (True, "mail")
    assert last_day_of(call.closes_at, call.time_zone) == mission.deadline
    assert ShortfallDecision.objects.get().decided_by_name == "nora"
    assert FRENCH in nora.get(answer["Location"]).content.decode()
    page = Client().get(mission.url_path).content.decode()
    assert FRENCH in page
    assert ">Candidater<" not in page
    assert "#cancel" not in nora.get(f"/admin/pages/{mission.pk}/edit/").content.decode()
    assert 'id="cancel"' not in nora.get(screen).content.decode()


def test_a_mission_to_which_one_applies_by_mail_is_cancelled_from_the_list(
    judged: Judged, teams: TwoTeams
) -> None:
    CallForApplications.objects.filter(pk=judged.call.pk).update(apply_by="mail")
    nora = signed_in(teams.publisher)
    team = f"/admin/mission-applications/{teams.own.pk}/"
    assert f'href="{judged.team}"' in nora.get(team).content.decode()
    edit = nora.get(f"/admin/mission-applications/page/{judged.mission.pk}/").content.decode()
    assert f'href="{judged.team}#cancel"' in edit
