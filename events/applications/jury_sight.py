"""What a person may see of a call's applications and scores: asked by every screen, file and export."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from clusters.access.teams import Person, is_in_a_team
from events.models import Application, CallForApplications, ConflictOfInterest, Evaluation, Evaluator


@dataclass(frozen=True)
class Sight:
    """Applications that are hidden because of a conflict, and whose scores are not: one's own come first."""

    is_evaluator: bool
    hidden: frozenset[int]
    scored: frozenset[int]

    def sees(self, application: Application) -> bool:
        """Returns whether the person has declared no conflict of interest."""
        return application.pk not in self.hidden

    def sees_scores(self, application: Application) -> bool:
        """Returns whether the scores of others may be shown: to who scores too, once theirs are submitted."""
        return self.sees(application) and (not self.is_evaluator or application.pk in self.scored)


def sight_of(user: Person, call: CallForApplications) -> Sight:
    """Returns what a person may see. Four queries at most. A conflict holds whether or not they are on the jury."""
    scored = Evaluation.objects.filter(user=user.pk, application__call=call).exclude(submitted_at=None)
    return Sight(
        is_evaluator=Evaluator.objects.filter(call=call, user=user.pk).exists(),
        hidden=hidden_from(user, [call.pk]),
        scored=frozenset(scored.values_list("application", flat=True)),
    )


def hidden_from(user: Person, calls: Iterable[int]) -> frozenset[int]:
    """Returns the keys of applications to calls that a person does not see: who applies again stays hidden.

    An application of the same organisation, or from the same address, is one that a conflict was declared of. Two
    queries at most.
    """
    conflicts = ConflictOfInterest.objects.filter(user=user.pk, application__call__in=list(calls))
    rows = conflicts.values_list(
        "application__call",
        "application",
        "application__claimed_organisation",
        "application__organisation_key",
        "application__email_key",
    )
    same = Q()
    for call, key, organisation, name, address in rows:
        alike = Q(pk=key)
        if organisation is not None:
            alike |= Q(claimed_organisation=organisation)
        if name:
            alike |= Q(organisation_key=name)
        if address:
            alike |= Q(email_key=address)
        same |= Q(alike, call=call)
    if not same:
        return frozenset()
    return frozenset(Application.objects.filter(same).values_list("pk", flat=True))


def juries_of(user: Person) -> list[CallForApplications]:
    """Returns the calls on whose jury a person is now, the newest first. An account without a team has no access."""
    if not user.is_active or not is_in_a_team(user):
        return []
    rows = Evaluator.objects.filter(user=user.pk).values("call")
    return list(CallForApplications.objects.filter(pk__in=rows).order_by("-pk"))
