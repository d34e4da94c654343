"""The admin's JSON listings of images and documents; Wagtail's show everybody's."""

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from fedcms.media.models import FederationDocument, FederationImage


class OwnImages(ImagesAdminAPIViewSet):
    """Images that this person may choose."""

    def get_queryset(self) -> "QuerySet[FederationImage]":
        """Narrowed by the policy."""
        policy = policy_registry.get_by_type(FederationImage)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return super().get_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[no-any-return]


class OwnDocuments(DocumentsAdminAPIViewSet):
    """Documents that this person may choose."""

    def get_queryset(self) -> "QuerySet[FederationDocument]":
        """Narrowed by the policy."""
        policy = policy_registry.get_by_type(FederationDocument)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return super().get_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[no-any-return]


def replace_endpoints(router: WagtailAPIRouter) -> None:
    """Registers the two under the names of Wagtail's, which they replace."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
