"""The admin of organisations, press kits, the charter, the manifesto's commitments, topics and the federation."""

from typing import ClassVar

from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList
from wagtail.admin.panels.title_field_panel import TitleFieldPanel
from wagtail.admin.viewsets.model import ModelViewSetGroup

from clusters.access.admin_forms import OrganisationAdminForm
from clusters.access.object_views import RowIndexView
from clusters.access.references import OwnReferencesForm
from clusters.access.row_viewset import RowViewSet
from clusters.cluster_viewset import ClusterViewSet
from clusters.models import Charter, Commitment, Federation, Organisation, PressKit
from clusters.press_access.kits.forms import LogoInput, PressKitForm
from fedcms.core.models import Topic


class OrganisationViewSet(RowViewSet):
    """The admin of organisations: those of one's own cluster."""

    model = Organisation
    name = "organisations"
    icon = "home"
    list_display: ClassVar = ["name", "kind", "cluster", "city"]
    list_filter: ClassVar = ["kind", "cluster"]
    search_fields: ClassVar = ["name", "city"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            TitleFieldPanel("name", placeholder=False),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
            FieldPanel("cluster"),
            FieldPanel("description"),
            InlinePanel(
                "offerings",
                panels=[
                    FieldPanel("name"),
                    FieldPanel("description"),
                    FieldRowPanel(
                        [
                            FieldPanel("for_school"),
                            FieldPanel("for_higher_education"),
                            FieldPanel("for_vocational_training"),
                        ],
                        heading=gettext_lazy("Publics"),
                        help_text=gettext_lazy("Aucun coché : pour tous."),
                    ),
                ],
                heading=gettext_lazy("Produits et services"),
                label=gettext_lazy("produit ou service"),
                max_num=12,
                help_text=gettext_lazy("Sa page les range par public ; la recherche les trouve."),
            ),
            FieldPanel("topics", widget=CheckboxSelectMultiple),
            FieldRowPanel([FieldPanel("city"), FieldPanel("website")]),
            FieldPanel("email"),
            FieldPanel("logo"),
        ],
        base_form_class=OrganisationAdminForm,
    )


class CharterViewSet(RowViewSet):
    """The admin of the charter: its versions, their articles and signatures."""

    model = Charter
    name = "charters"
    icon = "doc-full"
    list_display: ClassVar = ["version", "effective_on"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("version"), FieldPanel("effective_on")]),
            FieldPanel("summary"),
            InlinePanel(
                "articles",
                panels=[FieldPanel("heading"), FieldPanel("text")],
                heading=gettext_lazy("Articles"),
                label=gettext_lazy("article"),
            ),
            InlinePanel(
                "signatures",
                panels=[FieldRowPanel([FieldPanel("cluster"), FieldPanel("signed_on")])],
                heading=gettext_lazy("Signatures"),
                label=gettext_lazy("signature"),
            ),
        ],
        base_form_class=OwnReferencesForm,
    )


class TopicViewSet(RowViewSet):
    """The admin of the topics by which content is classified."""

    model = Topic
    name = "topics"
    icon = "tag"
    list_display: ClassVar = ["__str__", "key"]
    edit_handler = ObjectList([FieldPanel("key"), FieldPanel("labels")], base_form_class=OwnReferencesForm)


class CommitmentViewSet(RowViewSet):
    """The admin of the manifesto's missions, axes and promises."""

    model = Commitment
    name = "commitments"
    icon = "list-ol"
    list_display: ClassVar = ["__str__", "slug"]
    list_filter: ClassVar = ["kind"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("slug")]),
            FieldPanel("title"),
            FieldPanel("text"),
        ],
        base_form_class=OwnReferencesForm,
    )


class FederationViewSet(RowViewSet):
    """The admin of the federation's contact details and presentation."""

    model = Federation
    name = "federation"
    icon = "globe"
    list_display: ClassVar = ["__str__", "email"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("press_email")]),
            FieldRowPanel(
                [FieldPanel("default_credit"), FieldPanel("default_licence")],
                heading=gettext_lazy("Images et documents"),
            ),
            FieldPanel(
                "boilerplate",
                help_text=gettext_lazy("Au pied des communiqués de la fédération elle-même."),
            ),
        ],
        base_form_class=OwnReferencesForm,
    )


class PressKitIndexView(RowIndexView):
    """The list of the press kits that a person may change, with their owners."""

    def get_base_queryset(self) -> "QuerySet[Model]":
        """Returns the kits with their clusters, of which they have their names."""
        return super().get_base_queryset().select_related("cluster")


class PressKitViewSet(RowViewSet):
    """The admin of what owners add to their press kits."""

    model = PressKit
    name = "press_kits"
    icon = "folder-open-inverse"
    index_view_class = PressKitIndexView
    list_display: ClassVar = ["__str__"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                gettext_lazy(
                    "Le dossier se compose seul : logo, « à propos », contacts, images des derniers communiqués. "
                    "Ajoutez ici ce que la presse vous demande souvent. Seuls paraissent les fichiers dont la licence "
                    "permet la reprise et dont les droits courent ; ce que vous enregistrez est public tout de suite."
                )
            ),
            FieldPanel("vector_logo", widget=LogoInput({"accept": ".svg,image/svg+xml"})),
            InlinePanel(
                "images",
                panels=[FieldPanel("image")],
                heading=gettext_lazy("Photographies"),
                label=gettext_lazy("image"),
                help_text=gettext_lazy(
                    "Dans la plus grande taille que vous avez. Un point d’intérêt choisi dans la bibliothèque "
                    "donne aussi des recadrages prêts à mettre en page."
                ),
            ),
            FieldPanel("completes"),
            InlinePanel(
                "documents",
                panels=[FieldRowPanel([FieldPanel("document"), FieldPanel("language")])],
                heading=gettext_lazy("Documents"),
                label=gettext_lazy("document"),
            ),
        ],
        base_form_class=PressKitForm,
    )


class FederationMenu(ModelViewSetGroup):
    """The menu group of these admins; each person sees those that they may open."""

    items: ClassVar = (
        OrganisationViewSet,
        ClusterViewSet,
        PressKitViewSet,
        CharterViewSet,
        CommitmentViewSet,
        TopicViewSet,
        FederationViewSet,
    )
    menu_label = gettext_lazy("Annuaire")
    menu_icon = "group"
    menu_order = 300
