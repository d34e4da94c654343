"""A jury of two clusters scores by itself, then compares; publishers decide, and everybody is told once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.applications.erasure import erase_call
from events.applications.jobs import look_after_applications
from events.applications.urls import application_urls
from events.models import (
    Application,
    ApplicationDecision,
    CallForApplications,
    CallQuota,
    Evaluation,
    Evaluator,
    ShortfallDecision,
)
from fedcms.users.models import User
from tests.events.applications.judged import SECRET, Judged
from tests.events.applications.support import link_of, make_call, make_far_mission
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import mails_to, make_organisation, signed_in


def test_they_score_alone_then_compare_and_publishers_decide(judged: Judged, teams: TwoTeams) -> None:
    nora, otto, olga = signed_in(teams.publisher), signed_in(judged.other), signed_in(judged.own)
    one = f"{judged.jury}{judged.good.pk}/"
    assert SECRET in otto.get(one).content.decode()
    missing = otto.post(
        one, {**judged.scores(5, 4), **dict.fromkeys(list(judged.scores(5, 4))[:1], ""), "hand_in": "1"}
    )
    assert "Donnez une note à chaque critère" in missing.content.decode()
    otto.post(one, judged.scores(5, 4, comment="Bon dossier", hand_in="1"))
    # Who has not submitted sees no score, by no way: not on the jury's screen, nor on that of the team.
    for path in (one, judged.jury, judged.team, f"{judged.team}{judged.good.pk}/"):
        html = olga.get(path).content.decode()
        assert "Bon dossier" not in html, path
        assert "Note :" not in html, path
    olga.post(one, judged.scores(1, 0))
    assert "Bon dossier" not in olga.get(one).content.decode(), "a draft is not enough"
    olga.post(one, judged.scores(3, 0, hand_in="1"))
    assert "Bon dossier" in olga.get(one).content.decode()
    # What is submitted stays.
    olga.post(one, judged.scores(0, 0, hand_in="1"))
    assert Evaluation.objects.get(user=judged.own).scores.get(value=3)
    otto.post(f"{judged.jury}{judged.poor.pk}/", judged.scores(1, 1, hand_in="1"))

    html = nora.get(judged.team).content.decode()
    # (3 × 5 + 4) / 4 = 4.75 and (3 × 3 + 0) / 4 = 2.25: 3.5 in the mean.
    assert "Note : 3,5 sur 5 (2 évaluations)" in html.replace("\xa0", " ")
    assert html.index("good@ecole") < html.index("poor@ecole")
    assert f'name="decision-{judged.good.pk}"' in html

    both = {f"decision-{each.pk}": "chosen" for each in (judged.good, judged.poor)}
    decide = f"{judged.team}decide/"
    nora.post(decide, {**both, "sure": "1"})
    assert not ApplicationDecision.objects.exists(), "there is one place"
    right = {f"decision-{judged.good.pk}": "chosen", f"decision-{judged.poor.pk}": "reserve"}
    nora.post(decide, right)
    assert not ApplicationDecision.objects.exists(), "the box was not ticked"
    for _double in range(2):
        nora.post(decide, {**right, "sure": "1"})
    assert mails_to("good@ecole.example")[-1].subject.endswith("votre candidature est retenue")
    assert len(mails_to("good@ecole.example")) == 3, "told once"
    assert "réserve" in mails_to("poor@ecole.example")[-1].subject
    # An older list is refused; a new decision is added to the one before.
    nora.post(decide, {f"decision-{judged.poor.pk}": "refused", "sure": "1"})
    assert Application.objects.get(pk=judged.poor.pk).decision == "reserve"
    nora.post(
        decide, {f"decision-{judged.poor.pk}": "refused", f"was-{judged.poor.pk}": "reserve", "sure": "1"}
    )
    kept = ApplicationDecision.objects.filter(application=judged.poor)
    assert [(each.kind, each.decided_by_name) for each in kept] == [("reserve", "nora"), ("refused", "nora")]
    with pytest.raises(TypeError):
        kept[0].save()
    # The applicant's own page says it.
    assert "retenue" in Client().get(link_of("good@ecole.example")).content.decode()
    assert [each.pk for each in Application.objects.chosen_for(judged.mission.translation_key)] == [
        judged.good.pk
    ]
    # Numbers and decisions stay when people are erased; words do not.
    erase_call(judged.call)
    assert ApplicationDecision.objects.count() == 3
    assert not Evaluation.objects.exclude(comment="").exists()


def test_a_conflict_hides_an_application_and_its_scores_everywhere(judged: Judged, teams: TwoTeams) -> None:
    """Also for somebody of the organisers' own team, who would see it on another screen."""
    olga, otto, nora = signed_in(judged.own), signed_in(judged.other), signed_in(teams.publisher)
    otto.post(f"{judged.jury}{judged.good.pk}/", judged.scores(5, 4, comment="Bon dossier", hand_in="1"))
    olga.post(f"{judged.jury}{judged.good.pk}/", judged.scores(5, 5, hand_in="1"))
    conflict = f"{judged.jury}{judged.good.pk}/conflict/"
    olga.post(conflict)
    assert olga.get(f"{judged.jury}{judged.good.pk}/").status_code == 200, "the box was not ticked"
    olga.post(conflict, {"sure": "1"})
    document = judged.good.documents.get().pk
    for path in (
        f"{judged.jury}{judged.good.pk}/",
        f"{judged.jury}{judged.good.pk}/documents/{document}/",
        f"{judged.team}{judged.good.pk}/",
        f"{judged.team}{judged.good.pk}/documents/{document}/",
        f"{judged.team}{judged.good.pk}/export/",
    ):
        assert olga.get(path).status_code == 404, path
        assert olga.post(path, judged.scores(5, 5, hand_in="1")).status_code in (404, 405), path
    assert olga.post(f"{judged.team}{judged.good.pk}/erase/", {"sure": "1"}).status_code == 404
    for path in (judged.jury, judged.team):
        html = olga.get(path).content.decode()
        assert "good@ecole" not in html, path
        assert "conflit d’intérêts : 1" in html.replace("\xa0", " "), path
    assert not Evaluation.objects.filter(user=judged.own).exists(), "what they had scored does not count"
    # A publisher with a conflict does not decide about it.
    Evaluator.objects.create(call=judged.call, user=teams.publisher)
    nora.post(conflict, {"sure": "1"})
    nora.post(f"{judged.team}decide/", {f"decision-{judged.good.pk}": "chosen", "sure": "1"})
    assert not ApplicationDecision.objects.exists()
    # Off the jury, the conflict holds.
    Evaluator.objects.filter(user=judged.own).delete()
    assert olga.get(f"{judged.team}{judged.good.pk}/").status_code == 404


def test_a_jury_member_has_one_call_and_nothing_else_and_loses_it_at_once(
    judged: Judged, teams: TwoTeams
) -> None:
    otto, nora = signed_in(judged.other), signed_in(teams.publisher)
    assert otto.get(judged.jury).status_code == 200
    assert otto.get("/admin/mission-applications/jury/").status_code == 200
    own, edit = f"/admin/mission-applications/{teams.own.pk}/", f"/admin/pages/{judged.mission.pk}/edit/"
    for path in (judged.team, own, edit, f"{judged.team}{judged.good.pk}/"):
        assert otto.get(path).status_code in (302, 403, 404), path
    elsewhere = make_call(make_far_mission(teams.own))
    assert otto.get(f"/admin/mission-applications/jury/{elsewhere.pk}/").status_code in (302, 403)
    assert otto.get(f"/admin/mission-applications/jury/{elsewhere.pk}/{judged.good.pk}/").status_code in (
        302,
        403,
    )
    nora.post(f"{judged.team}jury/", {"remove": str(Evaluator.objects.get(user=judged.other).pk)})
    for path in (judged.jury, f"{judged.jury}{judged.good.pk}/"):
        assert otto.get(path).status_code in (302, 403)
        assert otto.post(path, judged.scores(5, 5, hand_in="1")).status_code in (302, 403, 405)
    assert not Evaluation.objects.exists()
    nora.post(f"{judged.team}jury/", {"email": "OTTO@clusters.example"})
    nora.post(f"{judged.team}jury/", {"email": "otto@clusters.example"})
    assert Evaluator.objects.filter(user=judged.other).count() == 1
    assert len(mails_to("otto@clusters.example")) == 1
    nora.post(f"{judged.team}jury/", {"email": "nobody@clusters.example"})
    assert Evaluator.objects.count() == 2
    with time_machine.travel(judged.call.closes_at - timedelta(minutes=5)):
        assert otto.get(f"{judged.jury}{judged.good.pk}/").status_code == 404, "it may still change"
        assert otto.get(judged.jury).status_code == 200


def _visitor(who: str, judged: Judged, teams: TwoTeams) -> Client:
    """A client of somebody who may not see the application."""
    client = Client()
    if who == "stranger":
        client = signed_in(teams.stranger)
    elif who == "evaluator elsewhere":
        elsewhere = make_call(make_far_mission(teams.other))
        Evaluator.objects.create(call=elsewhere, user=teams.stranger)
        client = signed_in(teams.stranger)
    elif who == "conflict":
        client = signed_in(judged.other)
        client.post(f"{judged.jury}{judged.good.pk}/conflict/", {"sure": "1"})
    return client


@pytest.mark.parametrize("who", ["anonymous", "applicant", "stranger", "evaluator elsewhere", "conflict"])
def test_nobody_sees_anothers_application(judged: Judged, teams: TwoTeams, who: str) -> None:
    """Each address of the screens and of the links, by GET and POST."""
    client = _visitor(who, judged, teams)
    before = Application.objects.filter(pk=judged.good.pk).values().get()
    document = judged.good.documents.get()
    values = {
        "call_id": judged.call.pk,
        "application_id": judged.good.pk,
        "document_id": document.pk,
        "page_id": judged.mission.pk,
    }
    tried = []
    for pattern in application_urls[0]:
        names = set(pattern.pattern.converters)
        if not names - {"team"}:
            continue
        for number in (teams.own.pk, teams.other.pk, 0):
            arguments = {name: (values | {"team": number})[name] for name in names}
            tried.append(reverse(f"mission_applications:{pattern.name}", kwargs=arguments))
    tried += [f"/media/{document.file.name}", f"/documents/{document.pk}/{document.name}"]
    if who == "applicant":
        own = link_of("poor@ecole.example")
        key, _dash, rest = own.strip("/").rpartition("/")[2].partition("-")
        forged = f"/my-application/{judged.good.pk}-{rest}/"
        tried += [
            forged,
            f"{forged}data.json",
            f"{own}documents/{document.pk}/",
            f"/organisation-application/{key}-{rest}/",
        ]
    posted = {
        "sure": "1",
        "action": "erase",
        "kind": "cancel",
        f"decision-{judged.good.pk}": "chosen",
        "hand_in": "1",
    }
    for address in tried:
        for answer in (client.get(address), client.post(address, posted | judged.scores(5, 5))):
            content = b"".join(answer) if answer.streaming else answer.content
            assert SECRET not in content.decode("utf-8", "replace"), address
            assert not content.startswith(b"%PDF"), address
            if who != "conflict":
                assert answer.status_code in (302, 403, 404, 405), address
    assert len(tried) > 20
    assert Application.objects.filter(pk=judged.good.pk).values().get() == before
    assert not ApplicationDecision.objects.exists()
    assert not ShortfallDecision.objects.exists()


def test_below_the_minimum_the_organisers_say_what_follows(judged: Judged, teams: TwoTeams) -> None:
    call, nora = judged.call, signed_in(teams.publisher)
    User.objects.filter(pk=teams.publisher.pk).update(email="nora@clusters.example")
    CallForApplications.objects.filter(pk=call.pk).update(minimum=3, places=3)
    for _twice in range(2):
        look_after_applications()
    told = mails_to("nora@clusters.example")
    assert [message.subject for message in told] == ["Des candidatures manquent"]
    assert judged.team in told[0].body
    assert "La mission part-elle" in nora.get(judged.team).content.decode()
    assert "La mission part-elle" in signed_in(teams.editor).get(judged.team).content.decode()
    nora.post(f"{judged.team}decide/", {f"decision-{judged.good.pk}": "chosen", "sure": "1"})
    assert not ApplicationDecision.objects.exists(), "first it is said whether it goes"
    answer = f"{judged.team}shortfall/"
    assert signed_in(teams.editor).post(answer, {"kind": "cancel"}).status_code in (302, 403)
    nora.post(answer, judged.says("extend", closes_at="01/01/2020 10:00"))
    assert not ShortfallDecision.objects.exists()
    later = timezone.localtime(timezone.now(), call.time_zone) + timedelta(days=3)
    said = judged.says("extend", closes_at=f"{later:%d/%m/%Y %H:%M}")
    for _double in range(2):
        nora.post(answer, said)
    row = ShortfallDecision.objects.get()
    assert (row.kind, row.number, row.decided_by_name, row.closed_at) == ("extend", 2, "nora", call.closes_at)
    subjects = [message.subject for message in mails_to("good@ecole.example")]
    assert len([each for each in subjects if each.endswith("nouvelle date de clôture")]) == 1
    call.refresh_from_db()
    assert call.is_open(timezone.now())
    with time_machine.travel(call.closes_at + timedelta(seconds=1)):
        look_after_applications()
        assert len(mails_to("nora@clusters.example")) == 2, "it is asked anew"
        nora.post(answer, {"kind": "cancel", "closed_at": call.closes_at.isoformat()})
        nora.post(answer, {"kind": "cancel", "sure": "1", "closed_at": said["closed_at"]})
        assert not CallForApplications.objects.get(pk=call.pk).is_cancelled, "not sure, or an older tab"
        nora.post(answer, judged.says("cancel"))
        assert CallForApplications.objects.get(pk=call.pk).is_cancelled
        assert mails_to("poor@ecole.example")[-1].subject.endswith("la mission est annulée")
        assert "n’aura pas lieu" in Client().get(judged.mission.url_path).content.decode()
        nora.post(answer, judged.says("go"))
    assert ShortfallDecision.objects.count() == 2


def test_quotas_hold_when_publishers_decide(judged: Judged, teams: TwoTeams) -> None:
    """One of two places is reserved for the other cluster: only one who counts for nobody fits."""
    CallQuota.objects.create(call=judged.call, cluster=teams.other, places=1)
    CallForApplications.objects.filter(pk=judged.call.pk).update(places=2)
    nora, decide = signed_in(teams.publisher), f"{judged.team}decide/"
    both = {f"decision-{each.pk}": "chosen" for each in (judged.good, judged.poor)} | {"sure": "1"}
    nora.post(decide, both)
    assert not ApplicationDecision.objects.exists()
    Application.objects.filter(pk=judged.poor.pk).update(
        cluster=teams.other, proof="organisation", claimed_organisation=make_organisation(teams.other)
    )
    nora.post(decide, both)
    assert ApplicationDecision.objects.count() == 2
