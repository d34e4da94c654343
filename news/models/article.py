"""Articles: news of what happened."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from clusters.models import ContentPage
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import NewsArticle
from news.structured_data import news


class ArticlePage(ContentPage):
    """A news article of a cluster."""

    kind = "article"
    in_news_sitemap = True
    is_kept_in_process = True
    kind_label = _("Actualité")
    kind_label_plural = _("Actualités")

    is_creatable = True
    parent_page_types: ClassVar = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/article_page.html"
    page_description = _(
        "Vous racontez à tous ce qui vient de se passer ou de commencer : lancement, appel, bilan d’une rencontre."
    )
    take_instead = (
        _(
            "Vous vous adressez aux journalistes, avec un contact ou un embargo : prenez un communiqué de presse."
        ),
        _("Le projet est terminé et ses résultats sont mesurés : prenez une réussite."),
        _("Vous invitez à un rendez-vous qui vient : prenez un événement, dans l’agenda."),
    )

    content_panels: ClassVar = [
        *ContentPage.content_panels,
        FieldPanel("dateline_place"),
        *ContentPage.body_panels,
        *ContentPage.organisation_panels,
        *ContentPage.classification_panels,
    ]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

    def structured_data(self, head_context: HeadContext) -> NewsArticle:
        """Returns the article as schema.org data."""
        return news(self, head_context)
