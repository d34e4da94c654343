"""Serves the page by which an organisation becomes a member of a cluster: the cluster's own words, form or link."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from clusters.directory.contact_views import answer
from clusters.directory.forms import MemberForm
from clusters.models import Cluster, ContactPage
from clusters.models.membership import cluster_of_path
from clusters.structured_data import cluster_social_card
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import Reference, Thing, WebPage


def join_cluster(page: ContactPage, request: HttpRequest) -> HttpResponseBase:
    """Shows how to become a member, with a form that goes to the team. Raises `Http404` for the federation's page."""
    cluster = cluster_of_path(page.path)
    if cluster is None:
        raise Http404
    request.contact_cluster = cluster  # type: ignore[attr-defined]  # handed to contact_context, which would ask again
    form = MemberForm(
        request.POST if request.method == "POST" else None, initial={"stamp": MemberForm.new_stamp()}
    )
    subject = JoinSubject(cluster, page.locale.language_code)
    return answer(page, request, form, "clusters/join_cluster.html", {"head_subject": subject})


@dataclass(frozen=True)
class JoinSubject:
    """Becoming a member of a cluster, as the subject of its page, which is a route of the contact page."""

    cluster: Cluster
    language: str

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata, with the card of the cluster's section."""
        return HeadMetadata(
            title=_("Adhérer à %(cluster)s") % {"cluster": self.cluster},
            description=str(self.cluster.join_text)
            or _("Entreprises, écoles, laboratoires : comment devenir membre de %(cluster)s, %(territory)s.")
            % {"cluster": self.cluster, "territory": self.cluster.territory},
            owner=str(self.cluster),
            section_social_card=cluster_social_card(self.cluster, self.language),
        )

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the page as a schema.org object."""
        return WebPage(
            id=head_context.url,
            name=_("Adhérer à %(cluster)s") % {"cluster": self.cluster},
            description=head_context.description,
            url=head_context.url,
            image=head_context.images,
            in_language=head_context.language,
            publisher=Reference(id=head_context.publisher.id),
        )
