"""Guards publication by Wagtail's APIs, and answers refusals as JSON."""

from typing import TYPE_CHECKING, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework.response import Response
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.registry import ActionRegistry
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from clusters.publishing.may_publish import publishing, require
from clusters.publishing.refusal import NotAllowedToPublish, Refusal, as_json
from clusters.publishing.scheduled_moves import MoveAction, MoveByScript
from fedcms.core.pages.publication import Way

if TYPE_CHECKING:
    from ninja import NinjaAPI
    from rest_framework.request import Request

NOT_ALLOWED, CONFLICT = 403, 409


class PublishAction(PublishPageRevisionAction):
    """The action by which Wagtail's v3 API publishes: in one transaction, after the policies were asked."""

    def execute(self, skip_permission_checks: bool = False) -> None:
        """Publishes. Raises `PublicationRefused` before anything is written."""
        with publishing(Way.API, self.object):
            require(self.object, self.revision, self.user, is_allowed=skip_permission_checks)
            super().execute(skip_permission_checks=skip_permission_checks)


def register_actions(registry: ActionRegistry) -> None:
    """The hook register_actions: registers our actions to publish and to move."""
    registry.register(Page, PublishAction)
    registry.register(Page, MoveAction)


def status_of(refusal: Refusal) -> int:
    """Returns 403 if the person may not publish, 409 if the page may not be published as it is."""
    return NOT_ALLOWED if isinstance(refusal, NotAllowedToPublish) else CONFLICT


class PagesView(PagesAdminAPIViewSet):
    """The API of the admin's scripts for actions on pages; refusals are returned with field and reason."""

    actions: ClassVar = PagesAdminAPIViewSet.actions | {"move": MoveByScript}

    def action_view(self, request: "Request", pk: int, action_name: str) -> Response:
        """Runs the action in one transaction; returns the refusal as JSON if there is one."""
        try:
            with publishing(Way.API, self.get_object()):
                response: Response = super().action_view(request, pk, action_name)
                return response
        except Refusal as refusal:
            return Response(as_json(refusal), status=status_of(refusal))


def guard_admin_api(router: WagtailAPIRouter) -> None:
    """The hook construct_admin_api: replaces the endpoint of pages."""
    router.register_endpoint("pages", PagesView)


def guard_api(api: "NinjaAPI") -> None:
    """Makes an API of django-ninja return refusals as JSON; call it with the API when Wagtail's v3 API is mounted."""

    @api.exception_handler(Refusal)
    def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return JsonResponse(as_json(refusal), status=status_of(refusal))
