"""Wagtail hooks of this app: permission policies, bulk actions, and visibility checks before serving."""

from wagtail import hooks

from fedcms.media import document_serving  # noqa: F401
from fedcms.media.admin_api import replace_endpoints
from fedcms.media.bulk_rights import DocumentRightsAction, ImageRightsAction
from fedcms.media.permissions import register_policies

register_policies()
# Runs after Wagtail's own, so that our endpoints replace those of the same names.
hooks.register("construct_admin_api", replace_endpoints, order=100)
hooks.register("register_bulk_action", ImageRightsAction)
hooks.register("register_bulk_action", DocumentRightsAction)
