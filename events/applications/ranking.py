"""Ranks applications by the weighted scores of the jury, and proposes who is chosen within places and quotas."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from events.applications.jury_sight import Sight
from events.models import Application, CallForApplications, CriterionScore, DecisionKind
from events.signup.rules import Holders, SeatPlan, next_seated


@dataclass(frozen=True)
class Ranked:
    """An application with the mean of its weighted scores, from 0 to 5, `None` without any or when they are hidden."""

    application: Application
    score: Fraction | None
    number: int
    """How many evaluations count."""
    proposed: str = ""
    is_next: bool = False
    """Whether it is a reserve for which there is a place."""

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
    """Returns applications, best first, as a person may see their scores. Three queries, however many there are.

    To who does not see all of them with their scores, nothing is proposed: it would follow from what they see.
    """
    given = list(applications)
    shown = [each for each in given if sight.sees(each)]
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
    found.sort(key=_best_first)
    if not all(sight.sees_scores(each) for each in given):
        return found
    return _with_proposals(call, found)


def _best_first(one: Ranked) -> tuple[bool, Fraction, datetime, int]:
    """Sorts by the score, then by who sent theirs first, not by who began first."""
    application = one.application
    arrived = application.submitted_at or application.asked_at
    return one.score is None, -(one.score or Fraction()), arrived, application.pk


def _with_proposals(call: CallForApplications, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Says of each with a score, about which is not decided, whether it would be chosen, or be a reserve.

    Those that were chosen keep their places; of reserves it says which come next, for the places that are left.
    """
    decided = [each.application for each in ranked if each.application.decision]
    held = Holders(each.cluster_id for each in decided if each.decision == DecisionKind.CHOSEN)
    open_ones = [each for each in ranked if each.score is not None and not each.application.decision]
    waiting = [(each.application.pk, each.application.cluster_id) for each in open_ones]
    plan = plan_of_call(call)
    chosen = set(next_seated(plan, held, waiting))
    held.update(cluster for key, cluster in waiting if key in chosen)
    reserves = [each for each in decided if each.decision == DecisionKind.RESERVE]
    follow = set(next_seated(plan, held, [(each.pk, each.cluster_id) for each in reserves]))
    kinds = {key: DecisionKind.CHOSEN if key in chosen else DecisionKind.RESERVE for key, _cluster in waiting}
    return [
        replace(each, proposed=kinds.get(key := each.application.pk, ""), is_next=key in follow)
        for each in ranked
    ]
