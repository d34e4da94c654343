"""Interviews: the least that a kind of content needs."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel

from clusters.models import ContentPage
from fedcms.core.pages.translatable_fields import translated
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import NewsArticle
from news.structured_data import news


class InterviewPage(ContentPage):
    """A talk with somebody."""

    kind = "interview"
    kind_label = "Entretien"
    kind_label_plural = "Entretiens"
    in_news_sitemap = True

    guest = models.CharField("invité", max_length=100)

    translatable_fields: ClassVar = [*ContentPage.translatable_fields, *translated("guest")]
    is_creatable = True
    parent_page_types: ClassVar = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "toy_kind/interview_page.html"
    page_description = "Une personne répond à vos questions."
    content_panels: ClassVar = [
        *ContentPage.content_panels,
        FieldPanel("guest"),
        *ContentPage.body_panels,
        *ContentPage.classification_panels,
    ]

    def structured_data(self, head_context: HeadContext) -> NewsArticle:
        """A piece of news."""
        return news(self, head_context, genre="interview")

    def search_text(self) -> str:
        """Who speaks, besides the body."""
        return f"{self.guest}\n{super().search_text()}"
