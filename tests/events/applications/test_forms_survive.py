"""Nothing typed is lost, nothing counted twice: of the jury's scores, of the organisers' decisions."""

import re
from datetime import timedelta

from django.utils import timezone

from events.models import Application, ApplicationDecision, CallForApplications, Evaluation, Evaluator
from tests.events.applications.judged import Judged
from tests.events.applications.support import posted
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import signed_in


def _selected(html: str, application: Application) -> str:
    """What is chosen in the list about an application."""
    found = re.search(rf'<select name="decision-{application.pk}">(.*?)</select>', html, re.DOTALL)
    assert found is not None
    return "".join(re.findall(r'<option value="(\w+)" selected', found[1]))


def test_an_evaluation_that_is_handed_in_twice_counts_once(judged: Judged) -> None:
    otto, one = signed_in(judged.other), f"{judged.jury}{judged.good.pk}/"
    scores = judged.scores(5, 4, comment="Bon dossier", hand_in="1")
    scores |= {"version": posted(otto.get(one).content.decode())["version"]}
    for _double in range(2):
        answer = otto.post(one, scores)
        assert (answer.status_code, answer["Location"]) == (302, one)
    assert Evaluation.objects.get().scores.count() == 2
    other = otto.post(one, scores | {"comment": "Autre chose"}).content.decode()
    assert "elle ne change plus" in other
    assert "Autre chose" in other, "it can be read, to be kept elsewhere"
    assert Evaluation.objects.get().comment == "Bon dossier"


def test_an_older_tab_does_not_replace_newer_scores_unseen(judged: Judged) -> None:
    otto, one = signed_in(judged.other), f"{judged.jury}{judged.good.pk}/"
    old = posted(otto.get(one).content.decode())["version"]
    otto.post(one, judged.scores(5, 4, comment="Le premier onglet", version=old))
    answer = otto.post(one, judged.scores(1, 2, comment="Le second", version=old))
    html = answer.content.decode()
    assert "entre-temps" in html
    assert "Le second" in html
    assert Evaluation.objects.get().comment == "Le premier onglet"
    newest = posted(html)["version"]
    assert otto.post(one, judged.scores(1, 2, comment="Le second", version=newest)).status_code == 302
    assert Evaluation.objects.get().comment == "Le second"


def test_what_was_chosen_stays_in_sight_when_it_is_refused(judged: Judged, teams: TwoTeams) -> None:
    nora = signed_in(teams.publisher)
    wanted = {f"decision-{judged.good.pk}": "reserve", f"decision-{judged.poor.pk}": "refused"}
    answer = nora.post(f"{judged.team}decide/", wanted)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Cochez d’abord la case" in html
    assert _selected(html, judged.good) == "reserve"
    assert _selected(html, judged.poor) == "refused"
    assert nora.post(f"{judged.team}decide/", wanted | {"sure": "1"}).status_code == 302
    # An older list: what is decided now is said, what was wanted stays chosen.
    html = nora.post(f"{judged.team}decide/", wanted | {"sure": "1", f"decision-{judged.good.pk}": "chosen"})
    assert _selected(html.content.decode(), judged.good) == "chosen"
    assert ApplicationDecision.objects.count() == 2


def test_an_address_and_a_moment_stay_in_sight_when_they_are_refused(judged: Judged, teams: TwoTeams) -> None:
    nora = signed_in(teams.publisher)
    html = nora.post(f"{judged.team}jury/", {"email": "nobody@clusters.example"}).content.decode()
    assert 'value="nobody@clusters.example"' in html
    assert Evaluator.objects.count() == 2
    CallForApplications.objects.filter(pk=judged.call.pk).update(minimum=3, places=3)
    past = f"{timezone.now() - timedelta(days=1):%d/%m/%Y} 17:00"
    answer = nora.post(f"{judged.team}shortfall/", judged.says("extend", closes_at=past))
    assert f'value="{past}"' in answer.content.decode()
    assert posted(answer.content.decode())["closed_at"] == judged.says("extend")["closed_at"]
