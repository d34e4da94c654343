"""This room's content types and parts of the section kits."""

from clusters.content.registry import register_content_type
from clusters.sections.blueprints import SectionPart, register_section_part
from news.models import ArticlePage, PressReleasePage, SuccessStoryPage

NEWS_TITLES = {"fr": "Actualités", "en": "News", "es": "Noticias", "ar": "الأخبار"}
NEWS_SLUGS = {"fr": "actualites", "en": "news", "es": "noticias", "ar": "news"}


def register() -> None:
    """Registers articles, stories and releases, the news listing, and the federation's newsroom."""
    for model in (ArticlePage, SuccessStoryPage, PressReleasePage):
        register_content_type(model)
    news = SectionPart(key="news", model="news.NewsIndexPage", titles=NEWS_TITLES, slugs=NEWS_SLUGS, order=10)
    register_section_part("cluster", news)
    register_section_part("federation", news)
    register_section_part(
        "federation",
        SectionPart(
            key="newsroom",
            model="news.NewsroomPage",
            titles={"fr": "Presse", "en": "Press", "es": "Prensa", "ar": "الصحافة"},
            slugs={"fr": "presse", "en": "press", "es": "prensa", "ar": "press"},
            order=50,
        ),
    )
