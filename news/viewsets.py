"""The admin of what a newsroom shows besides pages: coverage, spokespeople, contacts on duty, key figures."""

from typing import ClassVar

from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from clusters.access.object_views import RowIndexView
from clusters.access.row_viewset import RowViewSet
from fedcms.core.i18n.days import formatted_day
from news.admin_forms import OwnedRowForm, SpokespersonForm
from news.models import KeyFigure, MediaCoverage, PressContact, Spokesperson
from news.models.owned_row import OwnedRow


class OwnerColumn(Column):
    """A column with the owner of a row."""

    def get_value(self, instance: OwnedRow) -> str:
        """Returns the cluster's code, or the federation's."""
        return instance.cluster.code if instance.cluster else "FED"


class ShownColumn(Column):
    """A column that says whether a spokesperson is shown, and until when; if not, what becomes of their data."""

    def get_value(self, instance: Spokesperson) -> str:
        """Returns it in words, with the day."""
        if instance.is_shown() and instance.consent_until:
            return _("montré jusqu’au %(day)s") % {"day": formatted_day(instance.consent_until)}
        day = formatted_day(instance.erased_on())
        return _("non montré, effacé le %(day)s") % {"day": day}


class FreshnessColumn(Column):
    """A column that marks old figures for their team."""

    def get_value(self, instance: KeyFigure) -> str:
        """Returns the day of a figure, and that it is to be looked at again."""
        day = formatted_day(instance.measured_on)
        return _("%(day)s – à actualiser") % {"day": day} if instance.is_old() else day


class OwnedIndexView(RowIndexView):
    """The list of rows of one's own teams."""

    def get_base_queryset(self) -> "QuerySet[Model]":
        """Returns them with their owners."""
        rows: QuerySet[Model] = super().get_base_queryset().select_related("cluster")
        return rows


class OwnedRowViewSet(RowViewSet):
    """The base of the admin of rows that a team owns."""

    index_view_class = OwnedIndexView
    search_backend_name = None
    list_per_page = 50


class CoverageViewSet(OwnedRowViewSet):
    """The admin of media coverage."""

    model = MediaCoverage
    name = "media_coverage"
    icon = "openquote"
    list_display: ClassVar = [
        "title",
        "medium",
        "published_on",
        OwnerColumn("cluster", label=gettext_lazy("De qui")),
    ]
    list_filter: ClassVar = ["language"]
    search_fields: ClassVar = ["title", "medium"]
    edit_handler = ObjectList(
        [
            FieldPanel("cluster"),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("medium"), FieldPanel("language"), FieldPanel("published_on")]),
            FieldPanel("link"),
            FieldPanel("quote"),
            FieldPanel("topics", widget=CheckboxSelectMultiple),
            FieldPanel("about"),
        ],
        base_form_class=OwnedRowForm,
    )


class SpokespersonViewSet(OwnedRowViewSet):
    """The admin of spokespeople."""

    model = Spokesperson
    name = "spokespeople"
    icon = "user"
    list_display: ClassVar = [
        "name",
        OwnerColumn("cluster", label=gettext_lazy("De qui")),
        ShownColumn("consent", label=gettext_lazy("Accord")),
        Column("consent_recorded_by", label=gettext_lazy("Noté par"), accessor="consent_recorded_by"),
    ]
    search_fields: ClassVar = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("cluster"),
            FieldPanel("name"),
            FieldPanel("role"),
            FieldPanel("biography"),
            FieldPanel("topics", widget=CheckboxSelectMultiple),
            FieldPanel("commitments", widget=CheckboxSelectMultiple),
            FieldPanel("languages"),
            FieldPanel("portrait"),
            FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
            MultiFieldPanel(
                [
                    HelpPanel(
                        gettext_lazy(
                            "Sans accord en cours, la personne ne paraît sur aucune page. L’équipe est prévenue "
                            "trente jours avant la fin ; ensuite, ses données sont effacées d’elles-mêmes. Pour tout "
                            "effacer dès maintenant, supprimez la fiche : l’historique ne garde pas le nom."
                        )
                    ),
                    FieldRowPanel([FieldPanel("consent_given_on"), FieldPanel("consent_how")]),
                    FieldRowPanel([FieldPanel("consent_until"), FieldPanel("consent_withdrawn_on")]),
                ],
                heading=gettext_lazy("Accord de la personne"),
            ),
        ],
        base_form_class=SpokespersonForm,
    )


class PressContactViewSet(OwnedRowViewSet):
    """The admin of contacts on duty."""

    model = PressContact
    name = "press_contacts"
    icon = "mobile-alt"
    list_display: ClassVar = [
        "__str__",
        "telephone",
        "time_zone",
        OwnerColumn("cluster", label=gettext_lazy("De qui")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("cluster"),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
            FieldPanel("languages"),
            FieldPanel("time_zone"),
            InlinePanel(
                "hours",
                panels=[FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])],
                heading=gettext_lazy("Horaires de la semaine"),
                label=gettext_lazy("horaire"),
                max_num=28,
            ),
            InlinePanel(
                "absences",
                panels=[FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])],
                heading=gettext_lazy("Fermetures et jours fériés"),
                label=gettext_lazy("absence"),
                max_num=60,
            ),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        ],
        base_form_class=OwnedRowForm,
    )


class KeyFigureViewSet(OwnedRowViewSet):
    """The admin of key figures."""

    model = KeyFigure
    name = "key_figures"
    icon = "order"
    list_display: ClassVar = [
        "__str__",
        Column("written", label=gettext_lazy("Valeur"), accessor="written"),
        FreshnessColumn("measured_on", label=gettext_lazy("Date")),
        OwnerColumn("cluster", label=gettext_lazy("De qui")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("cluster"),
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("value"), FieldPanel("kind")]),
            FieldPanel("unit"),
            FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_link")]),
            FieldRowPanel([FieldPanel("measured_on"), FieldPanel("position")]),
        ],
        base_form_class=OwnedRowForm,
    )


class NewsroomMenu(ModelViewSetGroup):
    """The menu group of these admins; each person sees those that they may open."""

    items: ClassVar = (SpokespersonViewSet, PressContactViewSet, CoverageViewSet, KeyFigureViewSet)
    menu_label = gettext_lazy("Salle de presse")
    menu_icon = "comment"
    menu_order = 305
