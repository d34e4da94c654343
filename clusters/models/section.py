"""Structural pages: section roots, and what every section contains."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PagePermissionTester
from wagtail.models.pages import PageBase

from clusters.models.cluster import Cluster
from clusters.models.key_page import KEY_PAGES, KeyPage
from clusters.models.membership import SECTION_DEPTH
from clusters.models.structural_permissions import FederationRootPermissionTester, StructuralPermissionTester
from clusters.structured_data import cluster_organization, cluster_social_card
from fedcms.core.blocks import BodyBlock
from fedcms.core.pages.translatable_fields import translated
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import CollectionPage, Thing, WebPage
from fedcms.core.seo.social_card_text import SocialCardText


class StructuralPageBase(PageBase):
    """The metaclass of structural page types, which nobody creates in the admin: provisioning makes their pages.

    Wagtail reads `is_creatable` from the body of each class alone, so that an abstract parent cannot set it.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object], **kwargs: object) -> type:
        """Sets `is_creatable` in the body of the class."""
        body.setdefault("is_creatable", False)
        made: type = super().__new__(cls, name, bases, body, **kwargs)
        return made


class StructuralPage(KeyPage, metaclass=StructuralPageBase):
    """A page made by provisioning in every locale; its editors edit its texts, but cannot move, rename or delete it."""

    search_kind = KEY_PAGES
    # What parameters of its address mean to search engines (see fedcms.core.seo.head_types.HeadMetadata).
    filter_parameters: ClassVar[tuple[str, ...]] = ()
    variants: ClassVar[tuple[tuple[str, str], ...]] = ()
    # With which parameters the process may keep the page (fedcms.core.page_cache): never with words that people type.
    kept_parameters: ClassVar[tuple[str, ...]] = ()
    # The type of the page in schema.org.
    schema_type: ClassVar[type[WebPage]] = WebPage

    class Meta:
        abstract = True

    @property
    def usual_words(self) -> str | Promise:
        """The words of the type, for the federation's page alone: nine contact pages would come before all else."""
        return super().usual_words if self.depth < SECTION_DEPTH else ""

    def social_card_text(self) -> SocialCardText | None:
        """Returns the page's own card; `None` below the root of a cluster's section, whose card is shown there."""
        return None if self.depth > SECTION_DEPTH else super().social_card_text()

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata; in a cluster's section the cluster, which is in the context, is the publisher."""
        metadata = replace(
            super().head_metadata(context), filters=self.filter_parameters, variants=self.variants
        )
        cluster = context.get("section_cluster") or context.get("cluster")
        if not isinstance(cluster, Cluster):
            return metadata
        return replace(
            metadata,
            owner=str(cluster),
            section_social_card=cluster_social_card(cluster, self.locale.language_code),
        )

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the page as an object of its schema.org type."""
        page = super().structured_data(head_context)
        return self.schema_type(**vars(page))

    def permissions_for_user(self, user: object) -> PagePermissionTester:
        """Returns Wagtail's permissions without those that could break the structure."""
        return StructuralPermissionTester(user, self)


class FederationRootPage(StructuralPage):
    """A page above the clusters' sections: the home page or the index of clusters."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: object) -> PagePermissionTester:
        """Returns the permissions of the federation's team, which hold for this page and not below it."""
        return FederationRootPermissionTester(user, self)


class ClusterIndexPage(FederationRootPage):
    """The index of all clusters, below which every section is."""

    usual_search_words = _("territoires, carte des clusters, trouver mon cluster, membres de la fédération")

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["clusters.ClusterPage"]
    template = "clusters/cluster_index_page.html"
    max_count_per_parent = 1
    schema_type = CollectionPage
    filter_parameters = ("town",)
    is_kept_in_process = True

    class Meta:
        verbose_name = _("liste des clusters")
        verbose_name_plural = _("listes des clusters")


class ClusterPage(StructuralPage):
    """The root of a cluster's section in one locale. Permissions, collection and workflow are attached to it."""

    kind = "cluster"
    search_kind = ""
    is_kept_in_process = True
    kind_label = _("Cluster")
    kind_label_plural = _("Clusters")

    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="pages", editable=False, verbose_name=_("cluster")
    )
    body = StreamField(BodyBlock(), verbose_name=_("présentation"), blank=True)

    served_with: ClassVar[tuple[str, ...]] = ("cluster", "cluster__logo")
    translatable_fields: ClassVar = [*StructuralPage.translatable_fields, *translated("body")]
    content_panels: ClassVar = [*StructuralPage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar = ["clusters.ClusterIndexPage"]
    template = "clusters/cluster_page.html"

    class Meta:
        verbose_name = _("page du cluster")
        verbose_name_plural = _("pages des clusters")

    def social_card_text(self) -> SocialCardText:
        """Returns the section's card: its cluster's name and territory."""
        return cluster_social_card(self.cluster, self.locale.language_code)

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata without a publisher: the page is about the cluster itself."""
        return replace(super().head_metadata(context), owner="")

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the cluster."""
        return cluster_organization(self.cluster, head_context)

    def search_text(self) -> str:
        """Returns territory and city besides the body."""
        territory = self.cluster.territory.text_for(self.locale.language_code)
        return "\n".join([territory, self.cluster.city, super().search_text()])

    def clean(self) -> None:
        """Raises `ValidationError` unless the translation key is the section key of the cluster."""
        super().clean()
        if self.cluster_id and self.translation_key != self.cluster.section_key:
            raise ValidationError(_("Cette page n’est pas la racine de la section de son cluster."))
