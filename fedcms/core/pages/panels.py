"""Editor panels that all pages share. Their help texts are here, since in model fields they would cause migrations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, PublishingPanel
from wagtail.admin.panels.title_field_panel import TitleFieldPanel
from wagtail.models import Page


def title_and_summary() -> list[Panel]:
    """Returns the panels of title and summary."""
    return [
        TitleFieldPanel(
            "title",
            help_text=_(
                "Ce que l’on apprend, pas le nom du dispositif. Au-delà de 65 signes, les moteurs de "
                "recherche le coupent."
            ),
        ),
        FieldPanel(
            "summary",
            help_text=_(
                "Une ou deux phrases que l’on comprend sans la page : elles l’annoncent dans les listes, "
                "les cartes, les flux et la recherche. Les moteurs de recherche en montrent 160 signes."
            ),
        ),
    ]


def for_search_engines() -> list[Panel]:
    """Returns the panels of slug, title and description for search engines."""
    return [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_(
                        "La fin de l’adresse de la page : quelques mots sans accent, séparés par des "
                        "traits d’union. Ne la changez plus une fois la page publiée."
                    ),
                ),
                FieldPanel(
                    "seo_title",
                    heading=_("Titre pour les moteurs de recherche"),
                    help_text=_(
                        "Seulement si le titre de la page dépasse 65 signes : le même, en plus court. "
                        "Vide : le titre."
                    ),
                ),
                FieldPanel(
                    "search_description",
                    heading=_("Description pour les moteurs de recherche"),
                    help_text=_(
                        "Seulement si le chapô ne convient pas : une phrase, 160 signes. Vide : le chapô. L’aperçu "
                        "« Résultat de recherche » montre ce que cela donne."
                    ),
                ),
            ],
            heading=_("Pour les moteurs de recherche"),
        )
    ]


def schedule() -> list[Panel]:
    """Returns the panels of the dates of publication and expiry, and Wagtail's panel of comments."""
    return [
        PublishingPanel(
            help_text=_(
                "La première date est un embargo : avant elle, personne ne voit la page hors de votre équipe, ni ses "
                "traductions. La seconde la retire du site. L’heure est celle du fuseau de votre compte. Une page "
                "programmée doit encore être approuvée."
            )
        ),
        *Page.settings_panels[1:],
    ]
