"""The admin views of promoted results, and the menu of the search."""

from typing import ClassVar

from django.db.models import Case, Model, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from clusters.access.object_views import RowIndexView
from clusters.access.references import OwnReferencesForm
from clusters.access.row_viewset import RowViewSet
from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import visible_q
from search.harvest.viewsets import HarvestSourceViewSet
from search.models import PromotedResult
from search.proposal_views import ProposalViewSet
from search.thesaurus_viewsets import ThesaurusViewSet


class LeadsToColumn(Column):
    """A column that says where a promoted result links to."""

    def get_value(self, instance: PromotedResult) -> str:
        """Returns the path of the page, or the address elsewhere."""
        return page_address(instance.page) if instance.page else instance.link_url


class ShownColumn(Column):
    """A column that says whether visitors see a promoted result now, and if not, why."""

    def get_value(self, instance: PromotedResult) -> str:
        """Returns "yes", or why not: its period, or its page is not visible (annotated by `PromotedIndexView`)."""
        if not instance.is_running:
            return _("non : hors période")
        return _("oui") if getattr(instance, "leads_to_visible", False) else _("non : page non visible")


class SearchesColumn(Column):
    """A column with the searches of a promoted result."""

    def get_value(self, instance: PromotedResult) -> str:
        """Returns the searches in one line."""
        return " · ".join(instance.searches_listed())


class PromotedIndexView(RowIndexView):
    """The list of promoted results."""

    def get_base_queryset(self) -> "QuerySet[Model]":
        """Annotates whether each target is visible, by the site's one rule of visibility, without further queries."""
        is_visible = Case(When(Q(page=None) | visible_q(timezone.now(), "page__"), then=True), default=False)
        rows = super().get_base_queryset()
        shown: QuerySet[Model] = rows.annotate(leads_to_visible=is_visible).select_related("page")
        return shown


class PromotedResultViewSet(RowViewSet):
    """The list and forms of promoted results."""

    model = PromotedResult
    name = "promoted_results"
    icon = "pick"
    menu_label = gettext_lazy("Résultats mis en avant")
    index_view_class = PromotedIndexView
    list_display: ClassVar = [
        "__str__",
        Column("language", label=gettext_lazy("Langue"), accessor="get_language_display"),
        SearchesColumn("searches", label=gettext_lazy("Recherches")),
        LeadsToColumn("leads_to", label=gettext_lazy("Mène à")),
        ShownColumn("shown", label=gettext_lazy("Montré")),
    ]
    list_filter: ClassVar = ["language"]
    search_fields: ClassVar = ["searches", "link_title", "page__title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("language"),
            FieldPanel("searches"),
            PageChooserPanel(
                "page",
                heading=gettext_lazy("Une page du site"),
                help_text=gettext_lazy("Elle n’est montrée que tant que chacun peut la voir."),
            ),
            MultiFieldPanel(
                [FieldPanel("link_url"), FieldPanel("link_title"), FieldPanel("link_text")],
                heading=gettext_lazy("Ou une adresse hors du site"),
            ),
            FieldRowPanel(
                [FieldPanel("starts_at"), FieldPanel("ends_at")],
                heading=gettext_lazy("Période"),
                help_text=gettext_lazy("Vide : dès maintenant, et sans fin."),
            ),
            FieldPanel("note"),
        ],
        base_form_class=OwnReferencesForm,
    )


class SearchMenu(ModelViewSetGroup):
    """The entry of the admin's menu; each person sees in it what they may open."""

    items: ClassVar = (ThesaurusViewSet, ProposalViewSet, PromotedResultViewSet, HarvestSourceViewSet)
    # Not "Recherche": the admin's own search of pages stands above it.
    menu_label = gettext_lazy("Moteur de recherche")
    menu_icon = "search"
    menu_order = 310
