"""The template contexts of pages of news: the formats of each text to take away, and how long it takes to read."""

from django.conf import settings
from django.http import HttpRequest

from clusters.models import ContentPage
from fedcms.core.blocks import plain_text
from fedcms.core.i18n.reading_time import reading_minutes
from news.models import SuccessStoryPage
from news.newsroom.copy_ready.formats import FORMATS, TextFormat


def text_context(page: ContentPage, request: HttpRequest) -> dict[str, object]:
    """Returns the formats of the page's text; none where its address is not below the page's own, as in the admin."""
    is_in_admin = getattr(request, "is_preview", False) or request.path.startswith(
        settings.CSP_ADMIN_PREFIXES
    )
    formats: list[TextFormat] = [] if is_in_admin else [*FORMATS.values()]
    return {"text_formats": formats}


def reading_context(page: ContentPage, request: HttpRequest) -> dict[str, object]:
    """Returns how many minutes its text takes: counted when the page is shown, which caches keep. No query."""
    texts = [page.summary, plain_text(page.body)]
    if isinstance(page, SuccessStoryPage):
        texts += [page.need, page.answer]
    return {"reading_minutes": reading_minutes("\n".join(texts), page.locale.language_code)}
