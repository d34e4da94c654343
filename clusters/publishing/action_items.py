"""The items at the foot of the page editor, in our words: next step, decision of a review, schedule."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import WorkflowState

from clusters.publishing.next_steps import move_link
from clusters.publishing.review import approval_label
from clusters.publishing.reviewers import reviews_alone

Context = dict[str, Any]

SAVE, SUBMIT, PUBLISH, LOCKED = "action-save-draft", "action-submit", "action-publish", "action-page-locked"
CANCEL, APPROVE, REJECT, MOVE = "action-cancel-workflow", "approve", "reject", "action-move-schedule"


class SubmitItem(SubmitForModerationMenuItem):
    """The button that submits a page, or submits it again after it was sent back.

    It is not shown to who is alone in reviewing: they publish, and are not asked to review their own page.
    """

    def get_context_data(self, parent_context: Context) -> Context:
        """Returns Wagtail's context, with a label that names what is done, and not the workflow."""
        context: Context = super().get_context_data(parent_context)
        page = parent_context.get("page")
        state = getattr(page, "current_workflow_state", None)
        is_sent_back = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = _("Soumettre de nouveau") if is_sent_back else _("Soumettre à la relecture")
        return context


class ReviewItem(WorkflowMenuItem):
    """The button of a decision in a review. The approval says when the page will appear."""

    template_name = "editors/review_button.html"


class MoveScheduleItem(ActionMenuItem):
    """The link to the screen on which an approved schedule is moved. The page itself is locked until then."""

    name = MOVE
    label = gettext_lazy("Déplacer la diffusion")
    icon_name = "calendar-alt"

    def is_shown(self, context: Context) -> bool:
        """Returns whether the page is scheduled, and the person may move its schedule."""
        return context["view"] == "edit" and move_link(context["page"], context["request"].user) is not None

    def get_context_data(self, parent_context: Context) -> Context:
        """Returns Wagtail's context, with the label: a page of a bundle is moved with that."""
        context: Context = super().get_context_data(parent_context)
        link = move_link(parent_context["page"], parent_context["request"].user)
        return context | ({"label": link[0], "url": link[1]} if link else {})


class CancelItem(CancelWorkflowMenuItem):
    """The button that takes a page back from its review."""

    label = gettext_lazy("Retirer de la relecture")


class RestartItem(RestartWorkflowMenuItem):
    """The button that begins a review again."""

    label = gettext_lazy("Recommencer la relecture")


def review_words(action: str) -> str:
    """Returns the words for a decision of a review that has a dialog; "" for one that is not ours."""
    return {REJECT: _("Renvoyer pour reprise"), APPROVE: _("Approuver avec une remarque")}.get(action, "")


def _asks_nobody_else(context: Context) -> bool:
    """Returns whether the person would submit the page to themselves alone."""
    page = context.get("page")
    return reviews_alone(page if page and page.pk else context["parent_page"], context["request"].user)


def _review_item(item: WorkflowMenuItem, context: Context) -> WorkflowMenuItem:
    """Returns our button for one of Wagtail's."""
    page = context["page"]
    label = item.label
    if item.launch_modal:
        label = review_words(item.name) or label
    elif item.name == APPROVE and page.current_workflow_state.is_at_final_task:
        label = approval_label(page)
    return ReviewItem(item.name, label, item.launch_modal, icon_name=item.icon_name)


OURS = {
    SubmitForModerationMenuItem: SubmitItem,
    CancelWorkflowMenuItem: CancelItem,
    RestartWorkflowMenuItem: RestartItem,
}


def construct_menu(menu_items: list[ActionMenuItem], request: HttpRequest, context: Context) -> None:
    """The hook construct_page_action_menu: puts our items in the place of Wagtail's, and adds that of the schedule."""
    for number, item in enumerate(menu_items):
        if isinstance(item, WorkflowMenuItem):
            menu_items[number] = _review_item(item, context)
        elif ours := OURS.get(type(item)):
            menu_items[number] = ours(order=item.order)
    # Wagtail has asked its own item whether it is shown.
    if any(isinstance(item, SubmitItem) for item in menu_items) and _asks_nobody_else(context):
        menu_items[:] = [item for item in menu_items if not isinstance(item, SubmitItem)]
    move = MoveScheduleItem()
    if move.is_shown(context):
        menu_items.append(move)
