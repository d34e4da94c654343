"""Sends the content security policy: the admin has its own, since Wagtail's screens have inline scripts."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, which takes FEDCMS_ADMIN_POLICY for the admin unless a view has a policy of its own."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Returns what the header of this answer is made from."""
        parts = super().get_policy_parts(request, response, report_only)
        if getattr(request, "is_dummy", False):
            # The page's own policy, in a preview: Wagtail asks for it by a request of its own, and shows it in a frame.
            parts.replace = {"frame-ancestors": [SELF]} | (parts.replace or {})
        elif parts.config is None and request.path_info.startswith(settings.CSP_ADMIN_PREFIXES):
            parts.config = settings.FEDCMS_ADMIN_POLICY
        return parts
