"""Pages that make the skeleton of the tree: section roots and what every section contains."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.models.pages import PageBase

from clusters.access.references import OwnReferencesPageForm
from clusters.content.structured_data import cluster_card, cluster_organization
from clusters.models.cluster import Cluster
from clusters.translation.drafts.translatable_fields import PAGE_FIELDS, translated
from fedcms.core.blocks import BodyBlock
from fedcms.core.models.base_page import BasePage
from fedcms.core.seo.head_metadata import Frame, HeadFacts
from fedcms.core.seo.schema_org import CollectionPage, Thing, WebPage
from fedcms.core.seo.social_card import CardText
from fedcms.media.renditions import prefetch_body

SECTION_DEPTH = 4
"""Where the roots of sections stand in the tree: below the root, a home page and its index of clusters."""


class SkeletonPermissionTester(PagePermissionTester):
    """Rights on a page that provisioning made: its text may be edited, its place may not be touched.

    A communication officer who unpublishes or deletes the root of their section takes the whole section down; only
    who runs the site (a superuser) may.
    """

    def can_move(self) -> bool:
        """Only a superuser."""
        return bool(self.user.is_superuser)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only a superuser."""
        return bool(self.user.is_superuser and super().can_delete(ignore_bulk=ignore_bulk))

    def can_unpublish(self) -> bool:
        """Only a superuser."""
        return bool(self.user.is_superuser and super().can_unpublish())

    def can_set_view_restrictions(self) -> bool:
        """Only a superuser: a restriction here would hide a whole section."""
        return bool(self.user.is_superuser and super().can_set_view_restrictions())

    def can_copy(self) -> bool:
        """Only a superuser: a second skeleton would answer for the first."""
        return bool(self.user.is_superuser and super().can_copy())

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Only a superuser."""
        return bool(self.user.is_superuser and super().can_copy_to(destination, recursive=recursive))

    def can_move_to(self, destination: Page) -> bool:
        """Only a superuser."""
        return bool(self.user.is_superuser and super().can_move_to(destination))


class SkeletonPageForm(OwnReferencesPageForm):
    """Title, address and schedule of a skeleton page change only by a superuser's hand."""

    FROZEN = ("title", "slug", "go_live_at", "expire_at")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not self.for_user.is_superuser:
            for name in self.FROZEN:
                if name in self.fields:
                    # A disabled field keeps its stored value whatever is posted.
                    self.fields[name].disabled = True


class SkeletonPageBase(PageBase):
    """The class of skeleton types: nobody creates one in the admin, a superuser neither; provisioning makes them all.

    Wagtail reads `is_creatable` from the body of each class alone, so that an abstract parent cannot say it.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object], **kwargs: object) -> type:
        """Says it in the body of the class."""
        body.setdefault("is_creatable", False)
        made: type = super().__new__(cls, name, bases, body, **kwargs)
        return made


class SkeletonPage(BasePage, metaclass=SkeletonPageBase):
    """A page made by provisioning, in every locale, which its editors fill but cannot move, rename or remove."""

    base_form_class = SkeletonPageForm
    translatable_fields: ClassVar = PAGE_FIELDS
    # What parameters of its address mean to search engines (see fedcms.core.seo.head_metadata.HeadFacts).
    filter_parameters: ClassVar[tuple[str, ...]] = ()
    variants: ClassVar[tuple[tuple[str, str], ...]] = ()
    # What the page is in schema.org's words.
    schema_type: ClassVar[type[WebPage]] = WebPage

    class Meta:
        abstract = True

    def card_text(self) -> CardText | None:
        """The federation's own pages have a card each; below the root of a cluster's section, its card is shown."""
        return None if self.depth > SECTION_DEPTH else super().card_text()

    def head_facts(self, context: Mapping[str, object]) -> HeadFacts:
        """In a cluster's section, the cluster speaks; it is in the context of every such page."""
        facts = replace(super().head_facts(context), filters=self.filter_parameters, variants=self.variants)
        cluster = context.get("section_cluster") or context.get("cluster")
        if not isinstance(cluster, Cluster):
            return facts
        return replace(
            facts, owner=str(cluster), section_card=cluster_card(cluster, self.locale.language_code)
        )

    def structured_data(self, frame: Frame) -> Thing:
        """A page of its type."""
        page = super().structured_data(frame)
        return self.schema_type(**vars(page))

    def permissions_for_user(self, user: object) -> PagePermissionTester:
        """Wagtail's rights less what would break the skeleton."""
        return SkeletonPermissionTester(user, self)


class FederationRootPermissionTester(SkeletonPermissionTester):
    """Rights on pages that the federation's team edits without any right on what hangs below them.

    Wagtail's page rights always reach down to the leaves; a right on the home page would give every cluster's section
    to the federation's team. So these pages carry no group right, and the team's membership answers for them alone.
    """

    def __init__(self, user: object, page: Page) -> None:
        super().__init__(user, page)
        from clusters.access.rights import federation_actions  # noqa: PLC0415  # the rights read these models

        if self.user.is_active and not self.user.is_superuser:
            self.permissions |= federation_actions(self.user, page)


class FederationRootPage(SkeletonPage):
    """A page above the clusters' sections: the home page and the index of clusters."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: object) -> PagePermissionTester:
        """What membership in the federation's groups allows here, and nowhere below."""
        return FederationRootPermissionTester(user, self)


class ClusterIndexPage(FederationRootPage):
    """All clusters; every section hangs below it."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["clusters.ClusterPage"]
    template = "clusters/cluster_index_page.html"
    max_count_per_parent = 1
    schema_type = CollectionPage

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds each cluster as the map shows it, with the number of its members and of its publications."""
        from clusters.content.section_context import index_entries  # noqa: PLC0415  # it reads these models

        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["entries"] = index_entries(self.locale_id)
        return context

    class Meta:
        verbose_name = _("liste des clusters")
        verbose_name_plural = _("listes des clusters")


class ClusterPage(SkeletonPage):
    """The root of a cluster's section in one locale. Rights, collection and workflow hang on it."""

    kind = "cluster"
    kind_label = _("Cluster")
    kind_label_plural = _("Clusters")

    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="pages", editable=False, verbose_name=_("cluster")
    )
    body = StreamField(BodyBlock(), verbose_name=_("présentation"), blank=True)

    served_with: ClassVar[tuple[str, ...]] = ("cluster", "cluster__logo")
    translatable_fields: ClassVar = [*SkeletonPage.translatable_fields, *translated("body")]
    content_panels: ClassVar = [*SkeletonPage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar = ["clusters.ClusterIndexPage"]
    template = "clusters/cluster_page.html"

    class Meta:
        verbose_name = _("page du cluster")
        verbose_name_plural = _("pages des clusters")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds what the section published last, what is coming, and its pages."""
        from clusters.content.section_context import section_context  # noqa: PLC0415  # it reads these models

        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        prefetch_body(self.body)
        return context | section_context(self)

    def card_text(self) -> CardText:
        """The section's card: its cluster's name and territory."""
        return cluster_card(self.cluster, self.locale.language_code)

    def head_facts(self, context: Mapping[str, object]) -> HeadFacts:
        """The cluster is what the page is about, and does not speak twice."""
        return replace(super().head_facts(context), owner="")

    def structured_data(self, frame: Frame) -> Thing:
        """The cluster itself."""
        return cluster_organization(self.cluster, frame)

    def search_text(self) -> str:
        """Territory and city besides the body."""
        territory = self.cluster.territory.text_for(self.locale.language_code)
        return "\n".join([territory, self.cluster.city, super().search_text()])

    def clean(self) -> None:
        """The section key ties the translations; it cannot stray from the cluster's."""
        super().clean()
        if self.cluster_id and self.translation_key != self.cluster.section_key:
            raise ValidationError(_("Cette page n’est pas la racine de la section de son cluster."))
