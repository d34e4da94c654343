"""Ranks applications by the weighted scores of the jury, and proposes who is chosen within places and quotas."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from events.applications.jury_sight import Sight
from events.models import Application, CallForApplications, CriterionScore, DecisionKind
from events.signup.rules import SeatPlan, next_seated


@dataclass(frozen=True)
class Ranked:
    """An application with the mean of its weighted scores, from 0 to 5, `None` without any or when they are hidden."""

    application: Application
    score: Fraction | None
    number: int
    """How many evaluations count."""
    proposed: str = ""

    @property
    def shown_score(self) -> float | None:
        """The score as it is shown, rounded."""
        return None if self.score is None else round(float(self.score), 2)


def weighted(values: Mapping[int, int], weights: Mapping[int, int]) -> Fraction | None:
    """Returns the weighted mean of scores by criterion, `None` if none of them weighs anything."""
    whole = sum(weights[key] for key in values)
    return Fraction(sum(weights[key] * value for key, value in values.items()), whole) if whole else None


def plan_of_call(call: CallForApplications) -> SeatPlan:
    """Returns places and quotas of a call. One query."""
    return SeatPlan(capacity=call.places, quotas={each.cluster_id: each.places for each in call.quotas.all()})


def ranking(call: CallForApplications, applications: Iterable[Application], sight: Sight) -> list[Ranked]:
    """Returns applications, best first, as a person may see their scores. Three queries, however many there are."""
    shown = [each for each in applications if sight.sees(each)]
    weights = dict(call.criteria.values_list("pk", "weight"))
    by_evaluation: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = CriterionScore.objects.filter(evaluation__application__in=[each.pk for each in shown])
    rows = rows.exclude(evaluation__submitted_at=None)
    for application, evaluation, criterion, value in rows.values_list(
        "evaluation__application", "evaluation", "criterion", "value"
    ):
        by_evaluation[application][evaluation][criterion] = value
    found = []
    for each in shown:
        evaluations = by_evaluation[each.pk] if sight.sees_scores(each) else {}
        means = [mean for values in evaluations.values() if (mean := weighted(values, weights)) is not None]
        score = sum(means, Fraction()) / len(means) if means else None
        found.append(Ranked(each, score, len(means)))
    found.sort(key=lambda one: (one.score is None, -(one.score or 0), one.application.pk))
    return _with_proposals(call, found)


def _with_proposals(call: CallForApplications, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Says of each with a score whether it would be chosen, or be a reserve."""
    waiting = [
        (each.application.pk, each.application.cluster_id) for each in ranked if each.score is not None
    ]
    chosen = set(next_seated(plan_of_call(call), Counter(), waiting))
    return [
        Ranked(
            each.application,
            each.score,
            each.number,
            ""
            if each.score is None
            else DecisionKind.CHOSEN
            if each.application.pk in chosen
            else DecisionKind.RESERVE,
        )
        for each in ranked
    ]
