"""Wagtail's page views that publish: a refusal is shown with its reasons, and nothing is saved."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from clusters.publishing.action_menu import ActionButtonsMixin
from clusters.publishing.bundles.selection import bundle_context
from clusters.publishing.may_publish import publishing, require
from clusters.publishing.refusal import Refusal, as_json, sentences
from clusters.publishing.repeated_posts import (
    AutosaveNeverActsMixin,
    OneActionMixin,
    say_nothing_was_done,
)
from clusters.publishing.review import approval_label, remark_of
from clusters.publishing.reviewers import reviewers_in_words, reviews_alone
from clusters.publishing.success_messages import BY_ACTION, say_review_cancelled, without_success_messages
from clusters.publishing.withdrawal.selection import withdrawal_context
from fedcms.core.pages.publication import Way, by_way

WAYS = {"perform_workflow_action": Way.WORKFLOW}


class KeepFormOnRefusalMixin:
    """The first base of a view with a page's form: shows a refusal in the form, which keeps what was typed."""

    request: HttpRequest
    form: WagtailAdminPageForm
    form_class: type[WagtailAdminPageForm]
    page: Page
    subscription: Any
    action_name: str
    workflow_action: str
    expects_json_response: bool

    def form_valid(self, form: WagtailAdminPageForm) -> HttpResponseBase:
        """Saves the form in one transaction: page, revision, workflow and publication, or none of them.

        Of what was done, one message tells in our words (clusters.publishing.success_messages).
        """
        is_decision = self.action_name == "perform_workflow_action"
        say = BY_ACTION.get(self.workflow_action if is_decision else self.action_name)
        try:
            with publishing(WAYS.get(self.action_name, Way.EDITOR), *self._written()):
                if say is None:
                    return self._do_action(form)
                with without_success_messages(self.request):
                    response = self._do_action(form)
        except Refusal as refusal:
            return self._refused(refusal)
        say(self.request, self.page)
        return response

    def _do_action(self, form: WagtailAdminPageForm) -> HttpResponseBase:
        response: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]  # a mixin
        return response

    def _written(self) -> list[Page]:
        return [self.page] if self.page.pk else []

    def _anew(self) -> Page:
        """Returns the page as it was before the form changed it."""
        raise NotImplementedError

    def _parent(self) -> Page:
        raise NotImplementedError

    def _form_on(self, page: Page) -> WagtailAdminPageForm:
        """Returns the form that was sent, on a page."""
        return self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=page,
            subscription=self.subscription,
            parent_page=self._parent(),
            for_user=self.request.user,
        )

    def _refused(self, refusal: Refusal) -> HttpResponseBase:
        if self.expects_json_response:
            answer = {"success": False, "error_code": "refused", "error_message": str(refusal)}
            return JsonResponse(answer | as_json(refusal), status=400)
        self.page = self._anew()
        self.subscription.page = self.page
        form = self._form_on(self.page)
        form.is_valid()
        for part in refusal.parts:
            field = part.field if part.field in form.fields else None
            # The form may have said it itself.
            if str(part) not in form.errors.get(field or NON_FIELD_ERRORS, ()):
                form.add_error(field, str(part))
        self.form = form
        response: HttpResponseBase = self.form_invalid(form)  # type: ignore[attr-defined]  # a mixin
        return response


class PageEditView(ActionButtonsMixin, OneActionMixin, KeepFormOnRefusalMixin, EditView):
    """Wagtail's editor of a page. Above the form, the remark with which the page was sent back."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Returns Wagtail's context, with the remark and the words of the approval."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        tester = self.page.permissions_for_user(self.request.user)
        remark = remark_of(self.page)
        return context | {
            "remark": remark,
            "may_resubmit": remark is not None
            and tester.can_submit_for_moderation()
            and not reviews_alone(self.page, self.request.user),
            "reviewers": self._reviewers(),
            **withdrawal_context(self.page, self.request.user),
            **bundle_context(self.page, self.request.user),
            "approval_label": approval_label(self.page),
        }

    def _reviewers(self) -> str:
        """Returns who reviews the page, for a person who does not publish it."""
        tester = self.page.permissions_for_user(self.request.user)
        if tester.can_publish() or not tester.can_edit():
            return ""
        return reviewers_in_words(self.page, self.request.user)

    def add_cancel_workflow_confirmation_message(self) -> None:
        """Says that the page is no longer in review."""
        say_review_cancelled(self.request, self.page)

    def _anew(self) -> Page:
        page: Page = self.get_object()
        return page

    def _parent(self) -> Page:
        parent: Page = self.parent
        return parent


class PageRevertView(PageEditView, RevisionsRevertView):
    """Wagtail's editor of an earlier revision."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Returns the editor's context; an old text is not submitted in place of the one that was sent back."""
        return super().get_context_data(**kwargs) | {"may_resubmit": False}

    def _is_left_to_do(self) -> bool:
        """Returns False: what this form shows is older than what was saved since."""
        return False


class PageCreateView(ActionButtonsMixin, AutosaveNeverActsMixin, KeepFormOnRefusalMixin, CreateView):
    """Wagtail's form of a new page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Returns Wagtail's context, with who reviews the page, for a person who does not publish it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        publishes = self.parent_page.permissions_for_user(self.request.user).can_publish_subpage()
        return context | {
            "reviewers": "" if publishes else reviewers_in_words(self.parent_page, self.request.user)
        }

    def _anew(self) -> Page:
        page: Page = self.page_class(owner=self.request.user)
        page.locale = self.locale
        return page

    def _parent(self) -> Page:
        parent: Page = self.parent_page
        return parent

    def _written(self) -> list[Page]:
        return [self.parent_page]


class PageUnpublishView(UnpublishView):
    """Wagtail's view that takes a page offline."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Takes it offline; says why not if it is offline already, or locked, to people who might have done it."""
        page: Page = self.object
        lock = page.get_lock()
        is_locked = bool(lock and lock.for_user(request.user))
        is_asked = request.method == "POST" and not page.live
        if (is_locked or is_asked) and page.permissions_for_user(request.user).can_publish():
            if request.method == "POST":
                say_nothing_was_done(request, page)
            # The editor says what locks the page: a version that waits for its moment is to be cancelled first.
            return (
                redirect("wagtailadmin_pages:edit", page.pk) if is_locked else redirect(self.get_next_url())
            )
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class PageCopyView(CopyView):
    """Wagtail's view that copies pages; a copy may be public at once."""

    def get_initial(self) -> dict[str, object]:
        """Offers an address that is free beside the original: Wagtail offers the original's, and then refuses it."""
        initial: dict[str, object] = super().get_initial()
        return initial | {"new_slug": find_available_slug(self.parent_page, self.page.slug)}

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Copies all pages or none."""
        try:
            with transaction.atomic(), by_way(Way.COPY):
                response: HttpResponseBase = super().form_valid(form)
                return response
        except Refusal as refusal:
            words = str(refusal)
        except ValidationError as error:
            words = sentences(error)
        # Wagtail's form shows the errors of its own fields only.
        messages.error(self.request, words)
        refused: HttpResponseBase = self.form_invalid(form)
        return refused


class PageMoveView(MoveConfirmView):
    """Wagtail's view that moves a page, which validates it at its new place."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Moves the page; if it is not valid there, it is not moved and the errors are shown."""
        try:
            with transaction.atomic():
                response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
                return response
        except ValidationError as error:
            messages.error(request, sentences(error))
            return redirect("wagtailadmin_pages:move", self.page_to_move.pk)


class PagePositionView(SetPagePositionView):
    """Wagtail's view that orders pages by hand, in one transaction because it writes the rows of all siblings."""

    @method_decorator(transaction.atomic)
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Sets the position."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


def ask_before_publication(request: HttpRequest, page: Page) -> None:
    """The hook before_publish_page, called when Wagtail's forms publish the revision that they have just saved.

    Raises `PublicationRefused`, which the views above show. The views have checked the permission to publish.
    """
    user = request.user if request.user.is_authenticated else None
    require(page, page.get_latest_revision(), user, is_allowed=True)
