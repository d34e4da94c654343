"""The admin's JSON listings of images and documents, limited to what a person may choose; Wagtail's list all."""

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from fedcms.media.models import FederationDocument, FederationImage


class OwnImages(ImagesAdminAPIViewSet):
    """The listing of images that this person may choose."""

    def get_queryset(self) -> "QuerySet[FederationImage]":
        """Returns the images that the permission policy allows."""
        policy = policy_registry.get_by_type(FederationImage)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return super().get_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[no-any-return]


class OwnDocuments(DocumentsAdminAPIViewSet):
    """The listing of documents that this person may choose."""

    def get_queryset(self) -> "QuerySet[FederationDocument]":
        """Returns the documents that the permission policy allows."""
        policy = policy_registry.get_by_type(FederationDocument)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return super().get_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[no-any-return]


def replace_endpoints(router: WagtailAPIRouter) -> None:
    """Registers both listings in place of Wagtail's."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
