"""The base of all content pages: one table, so that a listing of all kinds is one query (ADR 0002)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from clusters.models.cluster import Cluster
from clusters.models.commitment import commitments_panel
from clusters.models.content_queryset import AUDIENCE_FIELDS, ContentPageQuerySet
from clusters.models.kind_description import KindDescription
from clusters.models.leaf_page import LeafMixin
from clusters.models.membership import cluster_of_path
from clusters.models.minor_change_panel import MinorChangePanel
from clusters.models.place_names import PageWithPlaceNames
from clusters.models.preview_cluster import PreviewMixin
from clusters.models.required_fields import RequiredToPublishMixin
from clusters.structured_data import cluster_social_card
from fedcms.core.audiences import Audience
from fedcms.core.blocks import BodyBlock
from fedcms.core.design.colour import FEDERATION_ACCENT
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.panels import for_search_engines, title_and_summary
from fedcms.core.pages.translatable_fields import (
    PAGE_FIELDS,
    overridable,
    place_names,
    same_everywhere,
    translated,
)
from fedcms.core.seo.head_types import HeadMetadata
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.pictures import picture
from fedcms.media.rendition_specs import LEAD_SPECS
from fedcms.media.social_cards.photo import social_card_photo
from fedcms.media.stored_renditions import prefetch_body


class ContentPage(KindDescription, RequiredToPublishMixin, LeafMixin, PreviewMixin, PageWithPlaceNames):
    """A content page of a cluster (or of the federation: `cluster` is `None`). Only its kinds are created."""

    cluster = models.ForeignKey(
        Cluster,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="content",
        verbose_name=_("cluster"),
    )
    summary = models.TextField(
        _("chapô"),
        max_length=400,
        help_text=_(
            "Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche."
        ),
    )
    lead_image = models.ForeignKey(
        "media.FederationImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image principale"),
        help_text=_("Sans image, une mosaïque aux couleurs du cluster la remplace."),
    )
    lead_image_alt = models.CharField(
        _("texte alternatif dans cette page"),
        max_length=250,
        blank=True,
        help_text=_("Vide : le texte alternatif de l’image elle-même."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)
    topics = ParentalManyToManyField("core.Topic", blank=True, related_name="+", verbose_name=_("thèmes"))
    commitments = ParentalManyToManyField(
        "clusters.Commitment", blank=True, related_name="+", verbose_name=_("engagements du manifeste")
    )
    for_school = models.BooleanField(Audience.SCHOOL.label, default=False)
    for_higher_education = models.BooleanField(Audience.HIGHER.label, default=False)
    for_vocational_training = models.BooleanField(Audience.VOCATIONAL.label, default=False)
    organisation = models.ForeignKey(
        "clusters.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="content",
        verbose_name=_("organisation"),
    )
    dateline_place = models.CharField(
        _("lieu"),
        max_length=80,
        blank=True,
        help_text=_("La ville qui ouvre le texte, avant la date : « Nantes, le 12 mars »."),
    )
    # The span by which listings sort, and separate past from coming pages. Computed at each save, never typed.
    sort_at = models.DateTimeField(editable=False, default=timezone.now)
    sort_until = models.DateTimeField(editable=False, default=timezone.now)
    # The start of the next date of what repeats, by which lists of what is coming sort it; NULL for all else.
    next_at = models.DateTimeField(editable=False, null=True, default=None)

    is_creatable = False
    has_co_signers: ClassVar[bool] = False
    """Whether other clusters may sign a page of this kind, too."""
    # What every template of content shows; these relations are fetched with the page (fedcms.core.pages.routing).
    served_with: ClassVar[tuple[str, ...]] = ("cluster", "lead_image", "organisation")
    # Columns of the kind's own table that `teaser_details` needs; empty if the kind adds nothing to a teaser.
    teaser_fields: ClassVar[tuple[str, ...]] = ()
    # Computed from dates that are compared themselves.
    unseen_fields: ClassVar[tuple[str, ...]] = ("sort_at", "sort_until")
    objects = PageManager.from_queryset(ContentPageQuerySet)()

    content_panels: ClassVar = [
        MinorChangePanel(),
        *title_and_summary(),
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel(
                    "lead_image_alt",
                    help_text=_(
                        "Ce que l’image montre d’utile sur cette page, en une phrase, sans « image de ». "
                        "Vide : le texte alternatif de l’image elle-même."
                    ),
                ),
            ],
            heading=_("Image"),
        ),
    ]
    organisation_panels: ClassVar = [
        FieldPanel(
            "organisation",
            help_text=_(
                "Celle dont parle la page, prise dans l’annuaire : la page paraît aussi sur sa fiche."
            ),
        )
    ]
    body_panels: ClassVar = [FieldPanel("body")]
    classification_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "topics",
                    help_text=_(
                        "Un à trois, ceux par lesquels on chercherait la page (plusieurs : touche Ctrl ou "
                        "⌘). Ils servent aux filtres et aux flux."
                    ),
                ),
                FieldRowPanel(
                    [
                        FieldPanel("for_school"),
                        FieldPanel("for_higher_education"),
                        FieldPanel("for_vocational_training"),
                    ],
                    help_text=_("À qui la page sert directement. Rien de coché : à tous."),
                ),
            ],
            heading=_("Thèmes et publics"),
        ),
        commitments_panel(),
    ]
    promote_panels: ClassVar = for_search_engines()
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("cluster"),
        index.FilterField("sort_at"),
    ]

    class Meta:
        verbose_name = _("contenu")
        verbose_name_plural = _("contenus")
        indexes: ClassVar = [
            models.Index(fields=["cluster", "-sort_at"], name="content_by_cluster_and_date"),
            # In the order of listings: the index gives the first page of one directly.
            models.Index(fields=["-sort_at", "-page_ptr"], name="content_by_date"),
            # What is not over at a moment, without reading rows whose texts fill several pages of the database.
            models.Index(fields=["sort_until", "sort_at"], name="content_by_end"),
        ]

    # wagtail-localize: texts are translated; all other fields are the same in every language. Images may be overridden.
    translatable_fields: ClassVar = [
        *PAGE_FIELDS,
        *overridable("lead_image"),
        *translated("lead_image_alt", "body"),
        *same_everywhere(*AUDIENCE_FIELDS.values(), "topics", "commitments", "organisation"),
        *place_names("dateline_place"),
    ]

    @property
    def audiences(self) -> list[Audience]:
        """The audiences of the page."""
        return [audience for audience, field in AUDIENCE_FIELDS.items() if getattr(self, field)]

    @property
    def accent(self) -> str:
        """The colour of the page's owner, as #rrggbb."""
        return self.cluster.accent if self.cluster else FEDERATION_ACCENT

    @property
    def lead_image_text(self) -> str:
        """The alternative text to show: this page's own, else the image's."""
        return self.lead_image_alt or (str(self.lead_image.alt_texts) if self.lead_image else "")

    @property
    def section_address(self) -> str:
        """The address of its section: the cluster's page or the language's home page; "" while that is not public."""
        parts = self.url_path.split("/")
        # "", language, clusters, slug of the cluster, …
        root = "/".join(parts[:4] if self.cluster_id else parts[:2]) + "/"
        shown = getattr(self, "ancestors_on_the_way", None)  # a preview was not routed
        return quote(root) if shown is None or any(way.url_path == root for way in shown) else ""

    @property
    def published_at(self) -> datetime | None:
        """When the page appeared, as readers are told: its scheduled moment, else its first publication (aware)."""
        return self.go_live_at or self.first_published_at  # type: ignore[no-any-return]  # Wagtail is untyped

    def place_and_span(self) -> tuple[str, datetime, datetime]:
        """Returns the place of the date line, and the aware span by which listings sort; some kinds override it."""
        moment = self.published_at or timezone.now()
        return self.dateline_place, moment, moment

    def next_start(self) -> datetime | None:
        """Returns when the next date of what repeats begins (aware); `None` for all else."""
        return None

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the large picture at the top (`cover`), `None` if a placeholder cover is shown."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        prefetch_body(self.body, self.lead_image)
        context["cover"] = picture(
            self.lead_image,
            specs=LEAD_SPECS,
            alt=self.lead_image_text,
            sizes="(min-width: 76rem) 72rem, 100vw",
            is_lazy=False,
        )
        return context

    def social_card_text(self) -> SocialCardText:
        """Returns the card with the page's title, kind and lead image, and the badge of its cluster."""
        social_card = self.federation_social_card()
        with override(social_card.language):
            social_card = replace(social_card, kind=str(self.kind_label))
        social_card = replace(social_card, photo=social_card_photo(self.lead_image))
        if self.cluster is None:
            return social_card
        owner = self.cluster.name.text_for(social_card.language)
        return replace(social_card, cluster_code=self.cluster.code, owner=owner, accent=self.cluster.accent)

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata of an article, with its cluster as owner."""
        metadata = replace(
            super().head_metadata(context),
            kind="article",
            section=str(self.kind_label_plural),
            published_at=self.published_at,
        )
        if self.cluster is None:
            return metadata
        social_card = cluster_social_card(self.cluster, self.locale.language_code)
        return replace(metadata, owner=str(self.cluster), section_social_card=social_card)

    def co_signing_clusters(self) -> "list[Cluster]":
        """Returns the other clusters that sign the page; none for most kinds."""
        return []

    def teaser_details(self) -> dict[str, object]:
        """Returns what this kind adds to a teaser, from `teaser_fields` alone (see clusters.content.teasers.Teaser)."""
        return {}

    def with_content_json(self, content: dict[str, object]) -> "ContentPage":
        """Restores an old revision without its cluster: the page keeps its present one (docs/adr/0001, rule 2)."""
        page: ContentPage = super().with_content_json(content)
        page.cluster_id = self.cluster_id
        # What is noted of a name holds while the name does: a revision may be of before it was noted (docs/adr/0071).
        page.source_places = self.source_places | page.source_places
        return page

    def save(self, *args: object, **kwargs: object) -> None:
        """Sets cluster, date line and span before the row is written."""
        if self.path:
            self.cluster = cluster_of_path(self.path)
        self.dateline_place, self.sort_at, self.sort_until = self.place_and_span()
        self.dateline_language = self.language_of_place(self.place_field)
        self.next_at = self.next_start()
        super().save(*args, **kwargs)
