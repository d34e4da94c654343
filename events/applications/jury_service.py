"""Invites evaluators and takes them off, keeps conflicts and scores, each asked anew under the call's lock."""

import json
from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.access.teams import is_in_a_team, role_in
from clusters.people.addresses import account_of
from clusters.people.teams import cluster_key
from clusters.press_access.rights import owner_of_page
from clusters.publishing.refusal import Refusal
from events.applications.jury_mails import tell_evaluator
from events.applications.jury_sight import sight_of
from events.applications.locks import locked_application, locked_call
from events.applications.missions import any_mission
from events.applications.shortfall import has_shortfall, number_at_closing
from events.models import (
    Application,
    ApplicationState,
    CallForApplications,
    ConflictOfInterest,
    CriterionScore,
    Evaluation,
    Evaluator,
)
from fedcms.users.models import User


@transaction.atomic
def invite(call: CallForApplications, address: str, by: User) -> None:
    """Puts the account of an address onto the jury, and tells them once. Raises `Refusal`."""
    call = locked_call(call.pk)
    user = account_of(address)
    if user is None or not user.is_active or not is_in_a_team(user):
        raise Refusal(
            _(
                "Aucun compte d’une équipe n’a cette adresse : faites d’abord inviter la personne dans son équipe."
            ),
            field="email",
        )
    _refuse_who_reads_scores(call, user)
    _row, is_new = Evaluator.objects.get_or_create(call=call, user=user, defaults={"invited_by": by})
    if is_new:
        tell_evaluator(user, call)


def _refuse_who_reads_scores(call: CallForApplications, user: User) -> None:
    """Raises `Refusal` for somebody of the organising team who could have read scores before they give theirs."""
    mission = any_mission(call)
    if mission is None or role_in(user, cluster_key(owner_of_page(mission))) is None:
        return
    is_on_it = Evaluator.objects.filter(call=call, user=user).exists()
    if not is_on_it and Evaluation.objects.filter(application__call=call).exclude(submitted_at=None).exists():
        raise Refusal(
            _(
                "Des notes sont remises, et son équipe peut les lire : cette personne ne peut plus entrer au jury."
            ),
            field="email",
        )


@transaction.atomic
def remove(call: CallForApplications, evaluator_id: int) -> None:
    """Takes somebody off the jury: their access ends now, what they submitted counts on."""
    locked_call(call.pk)
    Evaluator.objects.filter(call=call, pk=evaluator_id).delete()


def _evaluated(application: Application, user: User) -> Application:
    """Returns an application that a person may evaluate now, locked. Raises `Refusal`."""
    found = locked_application(application)
    sight = sight_of(user, found.call)
    if not sight.is_evaluator or not sight.sees(found) or found.state != ApplicationState.SUBMITTED:
        raise Refusal(_("Cette candidature n’est pas à évaluer par vous."))
    if found.call.is_cancelled:
        raise Refusal(_("Cette mission est annulée."))
    return found


@transaction.atomic
def declare_conflict(application: Application, user: User) -> None:
    """Notes that a person has an interest in an application: their scores of it do not count. Raises `Refusal`."""
    found = locked_application(application)
    ConflictOfInterest.objects.get_or_create(application=found, user=user)
    hidden = sight_of(user, found.call).hidden
    Evaluation.objects.filter(application__in=hidden, user=user).delete()


@transaction.atomic
def score(
    application: Application,
    user: User,
    values: Mapping[int, int],
    comment: str,
    *,
    submits: bool,
    version: str = "",
) -> None:
    """Keeps an evaluation, and submits it when every criterion has a score; then it stays. Raises `Refusal`.

    A form that comes twice counts once. One that shows an older evaluation (`version`) replaces nothing unseen.
    """
    found = _evaluated(application, user)
    if found.call.is_open(timezone.now()):
        raise Refusal(_("On évalue après la clôture : une candidature peut encore changer."))
    if has_shortfall(found.call, number_at_closing(found.call), timezone.now()):
        # It may be opened again.
        raise Refusal(_("Il manque des candidatures : dites d’abord si la mission part."))
    evaluation, _is_new = Evaluation.objects.get_or_create(application=found, user=user)
    is_as_it_was = (dict(values), comment) == (given_in(evaluation), evaluation.comment)
    if is_as_it_was and submits == (evaluation.submitted_at is not None):
        return
    if evaluation.submitted_at is not None:
        raise Refusal(_("Votre évaluation est remise : elle ne change plus."), reason="submitted")
    if version and version != version_of_evaluation(evaluation):
        raise Refusal(
            _(
                "Votre évaluation a été enregistrée entre-temps, dans un autre onglet. Ce que vous donnez ici est "
                "encore là : envoyez de nouveau pour le garder à la place."
            ),
            reason="outdated",
        )
    criteria = set(found.call.criteria.values_list("pk", flat=True))
    if submits and criteria - set(values):
        raise Refusal(_("Donnez une note à chaque critère avant de remettre."))
    evaluation.scores.all().delete()
    CriterionScore.objects.bulk_create(
        CriterionScore(evaluation=evaluation, criterion_id=key, value=value)
        for key, value in values.items()
        if key in criteria
    )
    evaluation.comment = comment
    evaluation.submitted_at = timezone.now() if submits else None
    evaluation.save()


def given_in(evaluation: Evaluation) -> dict[int, int]:
    """Returns the scores of an evaluation, by the key of their criterion. One query."""
    return dict(evaluation.scores.values_list("criterion", "value"))


def version_of_evaluation(evaluation: Evaluation | None) -> str:
    """Returns what a form of an evaluation is based on: a digest of what it says. One query."""
    said = [sorted(given_in(evaluation).items()), evaluation.comment] if evaluation is not None else [[], ""]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def take_scores_back(call: CallForApplications) -> None:
    """Makes drafts of the evaluations of a call that opens again: what they judge may change. In a transaction."""
    Evaluation.objects.filter(application__call=call).update(submitted_at=None)
