"""The content types and section blueprints of this app."""

from clusters.content.registry import register_content_type, register_key_page_type
from clusters.sections.blueprints import SectionBlueprint, register_section_blueprint
from news.models import ArticlePage, NewsIndexPage, NewsroomPage, PressReleasePage, SuccessStoryPage

NEWS_TITLES = {"fr": "Actualités", "en": "News", "es": "Noticias", "ar": "الأخبار"}
NEWS_SLUGS = {"fr": "actualites", "en": "news", "es": "noticias", "ar": "news"}


def register() -> None:
    """Registers articles, stories and releases, the news listing, and the newsroom."""
    for model in (ArticlePage, SuccessStoryPage, PressReleasePage):
        register_content_type(model)
    for key_page in (NewsIndexPage, NewsroomPage):
        register_key_page_type(key_page)
    news = SectionBlueprint(
        key="news", model="news.NewsIndexPage", titles=NEWS_TITLES, slugs=NEWS_SLUGS, order=10
    )
    register_section_blueprint("cluster", news)
    register_section_blueprint("federation", news)
    newsroom = SectionBlueprint(
        key="newsroom",
        model="news.NewsroomPage",
        titles={"fr": "Presse", "en": "Press", "es": "Prensa", "ar": "الصحافة"},
        slugs={"fr": "presse", "en": "press", "es": "prensa", "ar": "press"},
        order=50,
    )
    register_section_blueprint("cluster", newsroom)
    register_section_blueprint("federation", newsroom)
