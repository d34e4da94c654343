"""Wagtail's views of a review's decision: they say in our words what is decided, and what became of the page."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.models import TaskState

from clusters.publishing.action_items import review_words
from clusters.publishing.may_publish import publishing
from clusters.publishing.refusal import Refusal, say_refused
from clusters.publishing.success_messages import BY_ACTION
from fedcms.core.pages.publication import Way


class ReviewWordsMixin:
    """A base of the dialogs of a review."""

    action_name: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Returns Wagtail's context, with the words of the button that opened the dialog."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin
        words = review_words(self.action_name)
        return context | {"action_verbose": words or context["action_verbose"]}


class PageReviewDialog(ReviewWordsMixin, CollectWorkflowActionDataView):
    """The dialog that asks for the remark; the editor's form then sends it."""


class PageWorkflowActionView(ReviewWordsMixin, WorkflowActionView):
    """The view of Wagtail's workflow buttons, of which the last approval publishes."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Does the action; a refusal is shown on the next page, and the task still waits for a decision.

        Raises `Http404` if the task is another page's: it would be decided under this page's lock.
        """
        get_object_or_404(TaskState, pk=self.task_state_id, workflow_state__object_id=str(self.object.pk))
        try:
            with publishing(Way.WORKFLOW, self.object):
                response: HttpResponseBase = super().post(request, *args, **kwargs)
        except Refusal as refusal:
            say_refused(request, str(refusal), refusal)
        else:
            self._say_what_was_done(request)
            return response
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer: HttpResponseBase = self.render_modal_json(
                request, {"step": "success", "redirect": self.redirect_url}
            )
            return answer
        return redirect(self.redirect_url)

    def _say_what_was_done(self, request: HttpRequest) -> None:
        """Wagtail says nothing; a form that was not valid did nothing."""
        status = TaskState.objects.values_list("status", flat=True).get(pk=self.task_state_id)
        if status != TaskState.STATUS_IN_PROGRESS and (say := BY_ACTION.get(self.action_name)):
            say(request, self.object)
