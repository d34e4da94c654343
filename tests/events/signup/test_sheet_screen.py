"""The screen of a sheet refuses in words, saves once, and writes over nobody's work."""

from uuid import uuid4

from django.core import mail
from django.urls import reverse

from events.models import (
    EventPage,
    EventStatus,
    SignUpQuestion,
    SignUpQuota,
    SignUpSheet,
    SignUpState,
)
from events.signup.jobs import look_after_sign_ups
from events.signup.sheet_changes import change_sheet
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import (
    arrived,
    make_far_event,
    signed_in,
)
from tests.events.signup.test_rights import sheet_form
from tests.factories import make_cluster


def test_a_sheet_is_saved_once_and_over_nobody_s_work(teams: TwoTeams) -> None:  # noqa: PLR0915  # one story
    event = make_far_event(teams.own)
    nora = signed_in(teams.publisher)
    screen = reverse("event_sign_ups:edit_sheet", args=[event.pk])
    lines = [{"cluster": teams.other.pk, "seats": "2"}, {"cluster": teams.other.pk, "seats": "1"}]
    assert "qu’une ligne" in nora.post(screen, sheet_form(lines)).content.decode()
    late = sheet_form(seats_released_at="01/01/2100 10:00")
    assert "personne d’autre ne pourrait venir" in nora.post(screen, late).content.decode()
    too_long = [{"label_fr": "R", "question_type": "radio", "choices_fr": "x" * 2001}]
    assert nora.post(screen, sheet_form(questions=too_long)).status_code == 200
    questions = [{"label_fr": "Repas", "question_type": "singleline", "choices_fr": ""}]
    version = str(nora.get(screen).context["version"])
    posted = sheet_form(lines[:1], questions, form_key=str(uuid4()), version=version, is_reviewed="on")
    assert [nora.post(screen, posted).status_code for _time in range(2)] == [302, 302]
    assert SignUpQuestion.objects.count() == 1
    # Another tab that was opened before: nothing is doubled or lost, and what was typed is there.
    old = posted | {"form_key": str(uuid4()), "questions-0-label_fr": "Typed elsewhere"}
    html = nora.post(screen, old).content.decode()
    assert "changés entre-temps" in html
    assert 'value="Typed elsewhere"' in html
    assert "Voir les réglages actuels" in html
    assert "changés entre-temps" in nora.post(screen, old).content.decode(), "however often"
    quota, question = SignUpQuota.objects.get(), SignUpQuestion.objects.get()
    assert (quota.seats, str(question.label)) == (2, "Repas")
    # Two rows exchange their clusters in one save, a third stays as it is.
    third = make_cluster("est", "EST")
    sheet = SignUpSheet.objects.get()
    SignUpQuota.objects.create(sheet=sheet, cluster=teams.own, seats=1)
    SignUpQuota.objects.create(sheet=sheet, cluster=third, seats=3)
    rows = list(sheet.quotas.order_by("pk"))
    exchanged = {rows[0].pk: teams.own.pk, rows[1].pk: teams.other.pk, rows[2].pk: third.pk}
    changed = sheet_form(
        [{"id": row.pk, "cluster": exchanged[row.pk], "seats": row.seats} for row in rows],
        [questions[0] | {"id": question.pk}],
        form_key=str(uuid4()),
        version=str(sheet.form_key),
        is_reviewed="on",
    )
    assert nora.post(screen, changed).status_code == 302
    kept = {quota.cluster: quota.seats for quota in SignUpQuota.objects.all()}
    assert kept == {teams.own: 2, teams.other: 1, third: 3}
    # A row that somebody has deleted meanwhile is no error of the server.
    SignUpQuota.objects.all().delete()
    stale = changed | {"form_key": str(uuid4())}
    assert "changés entre-temps" in nora.post(screen, stale).content.decode()
    # No answer is needed any more: who waited for one is before who comes now.
    sheet = SignUpSheet.objects.get()
    first = arrived(sheet, event, "first@people.example")

    def change(locked: SignUpSheet) -> bool:
        locked.capacity, locked.is_reviewed = 3, False
        locked.save()
        return True

    # An event that takes nobody lets nobody through; when it does again, the job does.
    EventPage.objects.filter(pk=event.pk).update(status=EventStatus.POSTPONED)
    before = len(mail.outbox)
    change_sheet(sheet, change)
    first.refresh_from_db()
    assert (first.state, len(mail.outbox)) == (SignUpState.REVIEW, before)
    EventPage.objects.filter(pk=event.pk).update(status=EventStatus.SCHEDULED)
    look_after_sign_ups()
    first.refresh_from_db()
    assert first.state == SignUpState.CONFIRMED
    # What people agreed to is not prolonged.
    version = str(SignUpSheet.objects.get().form_key)
    longer = sheet_form(questions=[questions[0] | {"id": question.pk}], kept_days="200", version=version)
    assert "ne l’allongez pas" in nora.post(screen, longer).content.decode()
