"""The permission policy of images and documents: those of one's own collections, and files free to reuse.

Wagtail reads a custom image's permissions from its stock model; here they are those of the project's own models, as
provisioning grants them (clusters.sections.rights).
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import GroupCollectionPermission, Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from fedcms.core.visibility import visible_q
from fedcms.media.models import FederationDocument, FederationImage, Licence, Reuse, showable_q
from fedcms.media.visibility import public_owner_types

# Licences under which a cluster may use another cluster's image or file on its own pages: not what the press alone may.
REUSABLE = (Licence.CC_BY, Licence.CC_BY_SA, Licence.CC0)

Person = AbstractBaseUser | AnonymousUser


def reusable_files(model: type[models.Model]) -> "QuerySet[models.Model]":
    """Returns images or documents that are visible now (see fedcms.media.visibility) and free to reuse.

    Their licence must allow it, and they must not be kept for the press.
    """
    page = Page.objects.filter(visible_q(), pk=Cast(OuterRef("object_id"), BigIntegerField()))
    on_visible_page = Q(Exists(page), base_content_type=ContentType.objects.get_for_model(Page))
    shown = ReferenceIndex.objects.filter(
        Q(base_content_type__in=public_owner_types()) | on_visible_page,
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    return model._default_manager.filter(
        showable_q(), Exists(shown), licence__in=REUSABLE, reuse=Reuse.EVERYONE
    )


class MediaPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy by collection, with the project's own permissions; files that are reusable may be chosen too."""

    def __init__(self, model: type[models.Model], choose_codename: str) -> None:
        super().__init__(model, auth_model=model, owner_field_name="uploaded_by_user")
        self.choose_codename = choose_codename

    def _get_permission_codename(self, action: str) -> str:
        return self.choose_codename if action == "choose" else str(super()._get_permission_codename(action))

    def _get_user_permission_objects_for_actions(
        self, user: Person, actions: Iterable[str]
    ) -> set[GroupCollectionPermission]:
        wanted = {(self.app_label, self._get_permission_codename(action)) for action in actions}
        return {
            held
            for held in self.get_cached_permissions_for_user(user)
            if (held.permission.content_type.app_label, held.permission.codename) in wanted
        }

    def get_all_permissions_for_user(self, user: Person) -> "QuerySet[GroupCollectionPermission]":
        """Returns permissions with content types, so that another app's permission of the same name does not count."""
        held: QuerySet[GroupCollectionPermission] = super().get_all_permissions_for_user(user)
        return held.select_related("permission__content_type", "collection")

    def user_has_any_permission_for_instance(
        self, user: Person, actions: Iterable[str], instance: models.Model
    ) -> bool:
        """Answers as Wagtail does, but also allows choosing a file that everybody may reuse."""
        if super().user_has_any_permission_for_instance(user, actions, instance):
            return True
        return (
            "choose" in actions
            and bool(self.user_has_permission(user, "choose"))
            and reusable_files(self.model).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Iterable[str]
    ) -> "QuerySet[models.Model]":
        """Returns what Wagtail returns, and for choosing also the files that everybody may reuse."""
        own: QuerySet[models.Model] = super().instances_user_has_any_permission_for(user, actions)
        if "choose" not in actions or not self.user_has_permission(user, "choose"):
            return own
        both: QuerySet[models.Model] = self.model._default_manager.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=reusable_files(self.model).values("pk"))
        )
        return both


def register_policies() -> None:
    """Replaces Wagtail's policies by the project's. Called once, from this app's wagtail_hooks."""
    # For the exact class: Wagtail registers its own for the class and its subclasses, and does so later, since
    # snippets look for hooks before images and documents are ready.
    register_permission_policy(
        FederationImage, MediaPolicy(FederationImage, "choose_image"), exact_class=True
    )
    register_permission_policy(
        FederationDocument, MediaPolicy(FederationDocument, "choose_document"), exact_class=True
    )
