"""Registers the glossary in the admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from clusters.localize.glossary_admin import GlossaryPolicy, GlossaryViewSet
from clusters.localize.models import GlossaryTerm

register_permission_policy(GlossaryTerm, GlossaryPolicy(GlossaryTerm))


@hooks.register("register_admin_viewset")
def glossary() -> GlossaryViewSet:
    """Its entry of the menu, for who may look."""
    return GlossaryViewSet()
