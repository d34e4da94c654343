"""Wagtail hooks of this app: permission policies, and visibility checks before serving."""

from wagtail import hooks

from fedcms.media import document_serving  # noqa: F401
from fedcms.media.admin_api import replace_endpoints
from fedcms.media.permissions import register_policies

register_policies()
# After Wagtail's own, so that these take their names.
hooks.register("construct_admin_api", replace_endpoints, order=100)
