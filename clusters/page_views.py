"""Registers the views and template contexts of this app's page types (fedcms.core.pages.registered_views)."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from clusters.content.neighbours.shown import neighbours_of
from clusters.content.topics_of_page import topics_of
from clusters.directory import contact_views, membership_views, organisation_pages
from clusters.directory.cluster_index import cluster_index_context
from clusters.models import ClusterIndexPage, ClusterPage, ContactPage, ContentPage, OrganisationIndexPage
from clusters.models.contact import FormPage
from clusters.press_access.kits.pages import press_kit_context
from clusters.sections.section_page import section_context
from fedcms.core.pages.registered_views import register_context, register_view


def register() -> None:
    """Registers all views and contexts. AppConfig.ready calls it once."""
    register_context(ClusterPage, section_context)
    register_context(ContentPage, content_context)
    register_context(ClusterIndexPage, cluster_index_context)
    register_view(OrganisationIndexPage, organisation_pages.directory, "directory")
    register_view(OrganisationIndexPage, organisation_pages.organisation, "organisation")
    register_context(FormPage, contact_views.contact_context)
    register_view(FormPage, contact_views.contact_view)
    register_view(ContactPage, membership_views.join_cluster, "join")


def content_context(page: ContentPage, request: HttpRequest) -> dict[str, object]:
    """Returns what stands around every content page: its topics, its neighbours, its press kit if its kind has one.

    Each is asked for when the template shows it.
    """
    return {
        "page_topics": SimpleLazyObject(lambda: topics_of(page)),
        "neighbours": SimpleLazyObject(lambda: neighbours_of(page)),
        **press_kit_context(page, request),
    }
