"""Registers the admin of this room: policies, viewsets, choosers, moves."""

from wagtail import hooks

from clusters.choosers import only_seen_pages
from clusters.permissions import register_policies

register_policies()

from clusters.viewsets import FederationMenu, OrganisationChooserViewSet  # noqa: E402  # their menu asks the policies


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    """The group of the menu, and the chooser of organisations."""
    return [FederationMenu(), OrganisationChooserViewSet("organisation_chooser")]


hooks.register("construct_page_chooser_queryset", only_seen_pages)
