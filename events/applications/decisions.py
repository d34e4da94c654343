"""Decides about applications, and about a call that lacks some: locked, added to what was decided, told once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.access.teams import name_of
from clusters.publishing.refusal import Refusal
from clusters.translation.locks import lock_sets
from events.applications import mails
from events.applications.jury_service import take_scores_back
from events.applications.jury_sight import sight_of
from events.applications.locks import locked_call, locked_with_pages
from events.applications.mail_frame import ShownMission
from events.applications.missions import any_mission
from events.applications.ranking import plan_of_call
from events.applications.shortfall import has_shortfall, number_at_closing
from events.models import (
    Application,
    ApplicationDecision,
    ApplyBy,
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    ShortfallAnswer,
    ShortfallDecision,
    TradeMissionPage,
)
from events.models.application import ACTIVE_STATES
from events.signup.rules import Holders, fits
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.users.models import User


@transaction.atomic
def decide(
    call: CallForApplications,
    wanted: Mapping[int, tuple[str, str]],
    by: User,
    now: datetime | None = None,
) -> int:
    """Decides about applications, by key: what was shown, and what is decided now; returns how many have changed.

    Each is told in the same transaction, once. Raises `Refusal`, and then nothing is decided.
    """
    call = locked_call(call.pk)
    now = now or timezone.now()
    if call.is_open(now):
        raise Refusal(_("On décide après la clôture."))
    if call.is_cancelled:
        raise Refusal(_("Cette mission est annulée."))
    if has_shortfall(call, number_at_closing(call), now):
        raise Refusal(_("Il manque des candidatures : dites d’abord si la mission part."))
    rows = list(Application.objects.submitted().filter(call=call).select_related("cluster"))
    sight = sight_of(by, call)
    changed = []
    for each in rows:
        before, after = wanted.get(each.pk, (each.decision, each.decision))
        if after == each.decision:
            continue
        if before != each.decision:
            raise Refusal(
                _("Une décision a changé entre-temps : relisez la liste. Rien n’a été enregistré."),
                reason="outdated",
            )
        if not sight.sees(each) or after not in DecisionKind.values:
            raise Refusal(_("Vous ne pouvez pas décider de cette candidature."))
        each.decision = after
        changed.append(each)
    held = Holders(each.cluster_id for each in rows if each.decision == DecisionKind.CHOSEN)
    if not fits(plan_of_call(call), held):
        raise Refusal(
            _(
                "Trop de candidatures sont choisies pour les places, une fois comptées celles qui sont réservées."
            )
        )
    shown = ShownMission(call)
    for each in changed:
        each.call = call
        each.save(update_fields=["decision"])
        ApplicationDecision.objects.create(
            application=each, kind=each.decision, decided_by=by, decided_by_name=name_of(by), decided_at=now
        )
        mails.tell_decision(each, shown)
    _hide_who_leaves(changed)
    return len(changed)


def _hide_who_leaves(changed: list[Application]) -> None:
    """Chosen again later, what an organisation says of itself is read again before everybody reads it."""
    gone = [each.pk for each in changed if each.decision != DecisionKind.CHOSEN]
    DelegateProfile.objects.filter(application__in=gone).update(approved_at=None)


@transaction.atomic
def answer_shortfall(
    call: CallForApplications,
    kind: str,
    by: User,
    closes_at: datetime | None = None,
    now: datetime | None = None,
    *,
    shown: str,
) -> None:
    """Says what follows when applications are missing: goes, extends or cancels; everybody who applies is told.

    Raises `Refusal`, also when another closing was shown (`shown`, as ISO text). Sent twice, it counts once.
    """
    call = locked_with_pages(call.pk)
    now = now or timezone.now()
    number = number_at_closing(call)
    if not has_shortfall(call, number, now):
        raise Refusal(_("Il n’y a rien à décider pour cet appel."), reason="answered")
    if shown != call.closes_at.isoformat():
        raise Refusal(
            _("Une décision a changé entre-temps : relisez la liste. Rien n’a été enregistré."),
            reason="outdated",
        )
    if kind not in ShortfallAnswer.values:
        raise Refusal(_("Cette page ne sait pas faire cela."))
    closed_at = call.closes_at
    if kind == ShortfallAnswer.EXTEND:
        _check_extension(call, closes_at, now)
        call.closes_at = closes_at or closed_at
        take_scores_back(call)
    call.is_cancelled = kind == ShortfallAnswer.CANCEL
    call.save(update_fields=["closes_at", "is_cancelled"])
    ShortfallDecision.objects.create(
        call=call,
        kind=kind,
        closed_at=closed_at,
        closes_at=call.closes_at if kind == ShortfallAnswer.EXTEND else None,
        number=number,
        decided_by=by,
        decided_by_name=name_of(by),
        decided_at=now,
    )
    applying = Application.objects.with_person().filter(call=call).in_state(*ACTIVE_STATES)
    _tell(
        call,
        applying.order_by("pk"),
        {
            ShortfallAnswer.EXTEND.value: mails.tell_closing_changed,
            ShortfallAnswer.CANCEL.value: mails.tell_cancelled,
            ShortfallAnswer.GO.value: mails.tell_goes,
        }[kind],
    )


@transaction.atomic
def cancel_mission(
    call: CallForApplications, reason: TranslatedText, by: User, now: datetime | None = None
) -> None:
    """Cancels a mission for a reason that everybody reads, whatever was decided; who waits for it is told, once.

    Raises `Refusal` for one that is cancelled already, or over. The decision is added to the others.
    """
    call = locked_with_pages(call.pk)
    now = now or timezone.now()
    if call.is_cancelled:
        raise Refusal(_("Cette mission est annulée."), reason="answered")
    mission = any_mission(call)
    if mission is not None and mission.is_over:
        raise Refusal(_("Cette mission est terminée : on ne l’annule plus."))
    waiting = Application.objects.waiting(now).filter(call=call)
    told = list(waiting.order_by("pk"))
    call.is_cancelled, call.cancelled_for = True, reason
    call.save(update_fields=["is_cancelled", "cancelled_for"])
    ShortfallDecision.objects.create(
        call=call,
        kind=ShortfallAnswer.CANCEL,
        closed_at=call.closes_at,
        number=number_at_closing(call),
        decided_by=by,
        decided_by_name=name_of(by),
        decided_at=now,
    )
    _tell(call, told, mails.tell_called_off)


@transaction.atomic
def cancel_without_call(mission: TradeMissionPage, reason: TranslatedText, by: User) -> CallForApplications:
    """Cancels a mission to which nobody applies here: by a call that takes no applications, which says it everywhere.

    Raises `Refusal` as `cancel_mission` does.
    """
    lock_sets([mission.translation_key])
    call = CallForApplications.objects.filter(translation_key=mission.translation_key).first()
    if call is None:
        call = CallForApplications(
            translation_key=mission.translation_key, apply_by=ApplyBy.MAIL, places=mission.places or 1
        )
        # Its last day is that of the page.
        after = mission.deadline + timedelta(days=1)
        call.closes_at = datetime.combine(after, time.min, tzinfo=call.time_zone)
        call.save()
    cancel_mission(call, reason, by)
    return call


def _tell(
    call: CallForApplications,
    applications: Iterable[Application],
    tell: Callable[[Application, ShownMission], None],
) -> None:
    mission = ShownMission(call)
    for each in applications:
        each.call = call
        tell(each, mission)


def _check_extension(call: CallForApplications, closes_at: datetime | None, now: datetime) -> None:
    mission = any_mission(call)
    if closes_at is None or closes_at <= now:
        raise Refusal(_("Donnez une nouvelle clôture, à venir."), field="closes_at")
    if mission is not None and closes_at >= mission.place_and_span()[1]:
        raise Refusal(_("Les candidatures se ferment après le départ."), field="closes_at")
