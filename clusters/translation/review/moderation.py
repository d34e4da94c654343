"""Moderation of translations: submit, approve, ask for changes, withdraw, publish.

wagtail-localize replaces Wagtail's editor, and with it the workflow's actions. Here they are for the draft that is made
of the strings. No translation with untranslated texts is submitted or published: the language is honest (docs/adr/0001,
rule 4). None is published before its source (clusters.translation.drafts.source_schedule). During a review only
reviewers may change the strings, and the draft follows each of their changes, so that whatever button they use, they
approve what they see.
"""

from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision, TaskState, Workflow, WorkflowState
from wagtail_localize.models import Translation

from clusters.models.page_permissions import edits_by_section
from clusters.publishing.may_publish import publishing
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal, Refusals
from clusters.publishing.review import ReviewRemark, approval_label, remark_of
from clusters.publishing.reviewers import reviews_alone
from clusters.translation.access.guards import lock, refuse_locked, target_page
from clusters.translation.drafts.building import missing_strings, save_wordless_strings, write_draft
from clusters.translation.drafts.source_schedule import refuse_before_source
from clusters.translation.state.machine_texts import mark_reviewed_page
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.pages.publication import Way
from fedcms.core.pages.write_locks import lock_with_pages
from fedcms.users.models import User

Action = Literal["approve", "reject"]
NAMED = 4  # how many untranslated texts are named; the others are counted


@dataclass(frozen=True)
class ModerationState:
    """The state of a translation in moderation, and what one person may do about it."""

    state: Literal["draft", "in_review", "needs_changes"]
    missing: list[str]
    requested_by: User | None
    remark: ReviewRemark | None
    approval_label: str
    task_id: int | None
    revision_id: int | None
    may_submit: bool
    may_review: bool
    may_take_back: bool
    may_publish: bool
    may_stop: bool

    @property
    def named(self) -> list[str]:
        """The untranslated texts that are named."""
        return self.missing[:NAMED]

    @property
    def unnamed(self) -> int:
        """How many untranslated texts are not named."""
        return len(self.missing) - len(self.named)


def _review_actions(page: Page, user: User) -> set[str]:
    task = page.current_workflow_task
    return {name for name, _label, _modal in task.get_actions(page, user)} if task else set()


def _submitted(page: Page) -> int | None:
    """Returns the key of the revision that is in review; each change by a reviewer makes a new one."""
    state = page.current_workflow_task_state
    return state.revision_id if state else None


def _may_take_back(state: WorkflowState, page: Page, user: User) -> bool:
    """Returns whether a person may cancel the review: as in Wagtail, except that a page's owner must be of its team.

    A translator who started the translation owns the page, too.
    """
    if not state.user_can_cancel(user):
        return False
    return (
        user == state.requested_by or "approve" in _review_actions(page, user) or edits_by_section(user, page)
    )


def moderation_state(translation: Translation, page: Page, user: User) -> ModerationState:
    """Returns the state of a translation in moderation, and what the person may do."""
    workflow_state = page.current_workflow_state
    in_review = bool(workflow_state and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS)
    task = page.current_workflow_task
    return ModerationState(
        state="in_review" if in_review else "needs_changes" if workflow_state else "draft",
        missing=missing_strings(translation),
        requested_by=workflow_state.requested_by if workflow_state else None,
        remark=remark_of(page),
        approval_label=approval_label(page),
        task_id=task.pk if task else None,
        revision_id=_submitted(page),
        may_submit=not in_review and page.has_workflow and not reviews_alone(page, user),
        may_review="approve" in _review_actions(page, user),
        may_take_back=workflow_state is not None and _may_take_back(workflow_state, page, user),
        may_publish=page.permissions_for_user(user).can_publish(),
        may_stop=edits_by_section(user, page),
    )


def _what_is_missing(translation: Translation) -> Refusal | None:
    missing = missing_strings(translation)
    if not missing:
        return None
    named = in_a_list([f"« {isolated(text)} »" for text in missing[:NAMED]])
    words = ngettext(
        "Il reste %(count)d texte à traduire : %(texts)s. Un nom qui ne se traduit pas se recopie tel quel.",
        "Il reste %(count)d textes à traduire : %(texts)s… Un nom qui ne se traduit pas se recopie tel quel.",
        len(missing),
    ) % {"count": len(missing), "texts": named}
    return Refusal(words, reason="not_translated")


def submit(translation: Translation, user: User) -> None:
    """Writes the draft and starts the section's workflow, or resumes it after changes were asked for.

    The workflow's mails are sent by Wagtail, each in its reader's language. Raises `Refusal`.
    """
    refused: Refusal | None
    with transaction.atomic():
        # The lock waits for a file import that is writing texts, and makes it refuse to write more. It also waits for a
        # person who submits or stops the same translation: everything below is read as it is after that.
        lock(translation)
        workflow = _workflow_for(translation, user)
        save_wordless_strings(translation, user)
        refused = _what_is_missing(translation)
        if refused is None:
            try:
                write_draft(translation, user)
            except Refusal as refusal:
                refused = refusal
            else:
                _start(workflow, target_page(translation), user)
    if refused is not None:
        # Raised outside the transaction, so that the errors noted with the texts are stored.
        raise refused


def _workflow_for(translation: Translation, user: User) -> Workflow:
    """Returns the workflow to which a translation may be submitted now. Raises `Refusal`."""
    page = target_page(translation)
    if not Translation.objects.filter(pk=translation.pk, enabled=True).exists():
        raise Refusal(_("Cette page ne suit plus son original : son équipe l’écrit directement."))
    if page.workflow_in_progress:
        raise Refusal(_("Cette traduction est déjà en relecture."))
    refuse_locked(user, page)
    workflow: Workflow | None = page.get_workflow()
    if workflow is None:
        raise Refusal(
            _("Aucune relecture n’est prévue pour cette page : écrivez à l’équipe de la fédération.")
        )
    return workflow


def _start(workflow: Workflow, page: Page, user: User) -> None:
    state = page.current_workflow_state
    if state is None:
        workflow.start(page, user)
        return
    state.requested_by = user
    state.save()
    state.resume(user)


class ChangedSince(Refusal):
    """The refusal to approve a translation that has changed since the reviewer opened it."""


@transaction.atomic
def review(
    translation: Translation, user: User, action: Action, comment: str = "", *, seen: int | None = None
) -> None:
    """Approves a translation (which publishes it), or asks for changes. Raises `Refusal`, `PermissionDenied`.

    `seen` is the key of the revision that the reviewer looked at; any other one is not approved (`ChangedSince`).
    """
    lock_with_pages(target_page(translation))
    page = target_page(translation)
    task_state = page.current_workflow_task_state
    if task_state is None:
        raise Refusal(_("Cette traduction n’est pas en relecture."))
    if action not in _review_actions(page, user):
        raise PermissionDenied
    # Read again under the set's lock, which waits for a draft that another reviewer is writing.
    if action == "approve" and seen != TaskState.objects.get(pk=task_state.pk).revision_id:
        raise ChangedSince(
            _(
                "La traduction a changé depuis que vous l’avez ouverte : elle n’est pas approuvée. "
                "Relisez-la telle qu’elle est maintenant, puis décidez."
            )
        )
    task_state.task.specific.on_action(task_state, user, action, comment=comment)


@transaction.atomic
def take_back(translation: Translation, user: User) -> None:
    """Cancels the review without a decision. Raises `Refusal` or `PermissionDenied`."""
    lock_with_pages(target_page(translation))
    page = target_page(translation)
    state = page.current_workflow_state
    if state is None:
        raise Refusal(_("Cette traduction n’est pas en relecture."))
    if not _may_take_back(state, page, user):
        raise PermissionDenied
    state.cancel(user=user)


def publish(translation: Translation, user: User, *, has_read: bool = False) -> None:
    """Writes the draft and publishes it, or schedules it with its source. Raises `Refusal`, `PermissionDenied`.

    A refused publication writes no draft. If the person may review a submitted translation, it is approved, so that the
    person who submitted it is told. With `has_read`, machine-translated texts are marked as reviewed in the same
    transaction.
    """
    page = target_page(translation)
    if not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    refuse_locked(user, page)
    save_wordless_strings(translation, user)
    refused: Refusal | None = None
    with publishing(Way.TRANSLATION, page):
        if missing := _what_is_missing(translation):
            # Gives both reasons at once; there is no draft yet with which the policies could be asked.
            early = refuse_before_source(Publication(page, None, user, Way.TRANSLATION))
            raise missing if early is None else Refusals([early, missing])
        try:
            revision = write_draft(translation, user)
        except Refusal as refusal:
            refused = refusal
        else:
            _publish_draft(translation, user, revision)
            if has_read:
                mark_reviewed_page(page)
    if refused is not None:
        # Raised outside the transaction, so that the errors noted with the texts are stored.
        raise refused


def _publish_draft(translation: Translation, user: User, revision: Revision) -> None:
    if "approve" in _review_actions(target_page(translation), user):
        review(translation, user, "approve", seen=revision.pk)
    else:
        revision.publish(user=user)


def follow_review(translation: Translation, user: User) -> None:
    """Writes a new draft for the review after a reviewer changed strings, unless texts are missing."""
    page = target_page(translation)
    if page.workflow_in_progress and not missing_strings(translation):
        write_draft(translation, user)
