"""Registers what this app's page types show and answer (fedcms.core.pages.registered_views)."""

from django.http import HttpRequest

from clusters.models import ContentPage
from clusters.press_access.kits.pages import kit_page
from fedcms.core.pages.registered_views import register_context, register_view
from news.models import ArticlePage, NewsroomPage, PressReleasePage, SuccessStoryPage
from news.newsroom import page_answers
from news.newsroom.contexts import reading_context, text_context


def register() -> None:
    """Registers contexts and views; called once, from `AppConfig.ready`."""
    register_view(NewsroomPage, page_answers.newsroom, "newsroom")
    register_view(NewsroomPage, page_answers.spokespeople, "spokespeople")
    register_view(NewsroomPage, page_answers.coverage, "coverage")
    register_view(NewsroomPage, kit_page, "press_kit")
    register_context(ArticlePage, article_context)
    register_context(SuccessStoryPage, article_context)
    register_context(PressReleasePage, text_context)


def article_context(page: ContentPage, request: HttpRequest) -> dict[str, object]:
    """Returns the formats of the text of an article or story, and how long it takes to read."""
    return {**text_context(page, request), **reading_context(page, request)}
