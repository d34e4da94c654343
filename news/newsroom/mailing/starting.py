"""Prepares, starts, pauses, resumes and ends mailings. What starts one fixes its audience, once."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, lock_teams, owner_with_key
from clusters.press_access.rights import owner_of_page
from clusters.publishing.refusal import Refusal
from fedcms.core.lanes import Lane
from fedcms.core.mail_addresses import new_message_id
from fedcms.core.visibility import is_visible
from fedcms.users.models import User
from news.models import (
    Mailing,
    MailingMoment,
    MailingRecipient,
    MailingState,
    MediaContact,
    PauseReason,
    PressReleasePage,
    RecipientState,
)
from news.newsroom.log_actions import MAILING_CREATED, MAILING_STOPPED, log_newsroom
from news.newsroom.mailing.audience import (
    Audience,
    Reach,
    audience_of,
    reach_of_accredited,
    reach_of_contacts,
)
from news.newsroom.mailing.delivery import enqueue_next_batch
from news.newsroom.mailing.sendable import is_under_embargo
from news.newsroom.media_contacts.retention import note_use
from news.newsroom.media_contacts.rights import may_send

_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class MailingPlan:
    """What somebody decided about a mailing. `texts` has a subject and an introduction by language code."""

    moment: str
    audience: Audience = field(default_factory=Audience)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    sends_again: bool = False
    form_key: UUID = field(default_factory=uuid4)


def owner_of_mailing(mailing: Mailing) -> SectionOwner:
    """Returns the team of a mailing."""
    return owner_with_key(mailing.cluster_id)


def _refuse_without_right(user: User, owner: SectionOwner) -> None:
    if not may_send(user, owner):
        raise Refusal(_("Vous ne pouvez pas envoyer de courriels pour cette équipe."), reason="no_right")


def possible_moments(page: PressReleasePage) -> list[MailingMoment]:
    """Returns when a release can be sent, as it stands now."""
    if is_visible(page):
        return [MailingMoment.NOW]
    before = [MailingMoment.BEFORE] if is_under_embargo(page) else []
    return [MailingMoment.AT_PUBLICATION, *before]


def topics_of_release(page: PressReleasePage) -> list[int]:
    """Returns the keys of the topics of a release: under embargo, those of the version that will appear."""
    scheduled = page.scheduled_revision
    content = scheduled.as_object() if scheduled else page
    return [topic.pk for topic in content.topics.all()]


def reach_of(owner: SectionOwner, page: PressReleasePage, plan: MailingPlan) -> Reach:
    """Returns whom a mailing would reach at this moment."""
    if plan.moment == MailingMoment.BEFORE:
        topics = topics_of_release(page)
        return reach_of_accredited(owner, page.translation_key, topics, sends_again=plan.sends_again)
    return reach_of_contacts(owner, plan.audience, page.translation_key, sends_again=plan.sends_again)


@transaction.atomic
def create_mailing(owner: SectionOwner, page: PressReleasePage, plan: MailingPlan, user: User) -> Mailing:
    """Saves a mailing; one for now starts at once. Raises `Refusal`."""
    _refuse_without_right(user, owner)
    if owner_of_page(page) != owner:
        raise Refusal(_("Ce communiqué n’est pas de cette équipe."))
    lock_teams([owner])
    made = Mailing.objects.of_cluster(cluster_key(owner)).filter(form_key=plan.form_key).first()
    if made is not None:
        return made
    if plan.moment not in possible_moments(page):
        words = {
            MailingMoment.NOW: _("Le communiqué n’est pas encore public : rien ne peut partir maintenant."),
            MailingMoment.AT_PUBLICATION: _("Le communiqué est déjà public : choisissez « Maintenant »."),
            MailingMoment.BEFORE: _(
                "Le communiqué n’est pas sous embargo : approuvez-le et programmez sa parution d’abord."
            ),
        }
        raise Refusal(words[MailingMoment(plan.moment)], field="when")
    if plan.moment != MailingMoment.BEFORE and plan.audience.is_empty:
        raise Refusal(_("Choisissez à qui ce communiqué est envoyé."), field="to_everyone")
    if plan.moment != MailingMoment.AT_PUBLICATION and not reach_of(owner, page, plan).addressees:
        raise Refusal(_("Personne ne recevrait ce courriel : changez votre choix."), field="to_everyone")
    mailing = Mailing.objects.create(
        cluster_id=cluster_key(owner),
        page=page,
        title=page.get_admin_display_title()[:255],
        moment=plan.moment,
        texts=plan.texts,
        form_key=plan.form_key,
        to_everyone=plan.audience.to_everyone,
        language=plan.audience.language,
        sends_again=plan.sends_again,
        created_by=user,
    )
    mailing.lists.set(plan.audience.lists)
    mailing.contacts.set(plan.audience.contacts)
    mailing.topics.set(plan.audience.topic_ids)
    log_newsroom(owner, MAILING_CREATED, user, mailing.pk)
    # By the worker: the audience of thousands is no work for a request, and a release that appeared meanwhile is seen.
    begin.enqueue(mailing_id=mailing.pk)
    return mailing


@task(backend="background", queue_name=Lane.MAIL)
def begin(mailing_id: int) -> bool:
    """Starts a mailing whose moment has come; returns False when it has not, or when it was started before."""
    with transaction.atomic():
        mailing = Mailing.objects.filter(pk=mailing_id, state=MailingState.WAITING).first()
        if mailing is None:
            return False
        owner = owner_of_mailing(mailing)
        # One after the other, so that two mailings of a release do not reach the same people.
        lock_teams([owner])
        mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
        page = mailing.page.specific if mailing.page is not None else None
        if mailing.state != MailingState.WAITING:
            return False
        if not isinstance(page, PressReleasePage) or not _may_start(mailing, page):
            _pause_unless_it_waits(mailing)
            return False
        plan = MailingPlan(mailing.moment, audience_of(mailing), mailing.texts, mailing.sends_again)
        _write_recipients(mailing, reach_of(owner, page, plan))
        mailing.state, mailing.started_at = MailingState.SENDING, timezone.now()
        mailing.save(update_fields=["state", "started_at"])
    enqueue_next_batch(mailing)
    return True


def _may_start(mailing: Mailing, page: PressReleasePage) -> bool:
    return is_under_embargo(page) if mailing.is_before_publication else is_visible(page)


def _pause_unless_it_waits(mailing: Mailing) -> None:
    """Pauses a mailing for now whose release was withdrawn meanwhile; one for the publication goes on waiting."""
    if mailing.moment == MailingMoment.AT_PUBLICATION:
        return
    before = mailing.is_before_publication
    mailing.state = MailingState.PAUSED
    mailing.pause_reason = PauseReason.NOT_READABLE if before else PauseReason.NOT_PUBLIC
    mailing.save(update_fields=["state", "pause_reason"])


def _write_recipients(mailing: Mailing, reach: Reach) -> None:
    """Writes a row for each addressee, with the Message-ID under which its mail leaves, however often it is tried."""
    now = timezone.now()
    rows = [
        MailingRecipient(
            mailing=mailing,
            contact_id=each.contact_id,
            accreditation_id=each.accreditation_id,
            name=each.name,
            email=each.email,
            email_key=each.email_key,
            languages=each.languages,
            message_id=new_message_id(),
            next_try_at=now,
        )
        for each in reach.addressees
    ]
    MailingRecipient.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    contacts = [each.contact_id for each in reach.addressees if each.contact_id]
    own = MediaContact.objects.of_cluster(mailing.cluster_id)
    for start in range(0, len(contacts), _ROWS_AT_ONCE):
        note_use(own.filter(pk__in=contacts[start : start + _ROWS_AT_ONCE]), now)


def pause(mailing: Mailing, owner: SectionOwner, user: User) -> None:
    """Has a mailing that is under way wait. Raises `Refusal`."""
    _refuse_without_right(user, owner)
    changed = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING).update(
        state=MailingState.PAUSED, pause_reason=PauseReason.BY_HAND
    )
    if not changed:
        raise Refusal(_("Cet envoi n’est pas en cours."))


def resume(mailing: Mailing, owner: SectionOwner, user: User) -> None:
    """Has a paused mailing go on; what is not public by then pauses it again. Raises `Refusal`."""
    _refuse_without_right(user, owner)
    with transaction.atomic():
        found = Mailing.objects.select_for_update().filter(pk=mailing.pk, state=MailingState.PAUSED).first()
        if found is None:
            raise Refusal(_("Cet envoi n’est pas en pause."))
        if found.pause_reason == PauseReason.MAIL_SERVER:
            # What a server answers that refuses everything says nothing of the addresses.
            unsent = (RecipientState.WAITING, RecipientState.REFUSED, RecipientState.FAILED)
            rows = MailingRecipient.objects.filter(mailing=found, state__in=unsent).exclude(email="")
            rows.update(state=RecipientState.WAITING, tries=0, next_try_at=timezone.now())
        found.state = MailingState.WAITING if found.started_at is None else MailingState.SENDING
        found.pause_reason, found.server_failures, found.next_batch_at = "", 0, timezone.now()
        found.save(update_fields=["state", "pause_reason", "server_failures", "next_batch_at"])
    if found.state == MailingState.WAITING:
        begin.enqueue(mailing_id=found.pk)
    else:
        enqueue_next_batch(found)


@transaction.atomic
def stop(mailing: Mailing, owner: SectionOwner, user: User) -> None:
    """Ends a mailing for good: what has not left never leaves. Raises `Refusal`."""
    _refuse_without_right(user, owner)
    ended = (MailingState.DONE, MailingState.STOPPED)
    changed = (
        Mailing.objects.filter(pk=mailing.pk)
        .exclude(state__in=ended)
        .update(state=MailingState.STOPPED, finished_at=timezone.now())
    )
    if not changed:
        raise Refusal(_("Cet envoi est déjà terminé."))
    # Of one that a worker is sending, it notes afterwards if the server took it; a dead worker's never left.
    unsent = (RecipientState.WAITING, RecipientState.SENDING)
    MailingRecipient.objects.filter(mailing=mailing, state__in=unsent).update(
        state=RecipientState.SKIPPED, reason="stopped", claimed_by=""
    )
    log_newsroom(owner, MAILING_STOPPED, user, mailing.pk)
