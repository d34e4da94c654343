"""The template contexts of pages of news: a release's press kit, and the formats of each text to take away."""

from django.conf import settings
from django.http import HttpRequest

from clusters.models import ContentPage
from news.newsroom.copy_ready.formats import FORMATS, TextFormat


def text_context(page: ContentPage, request: HttpRequest) -> dict[str, object]:
    """Returns the formats of the page's text; none where its address is not below the page's own, as in the admin."""
    is_in_admin = getattr(request, "is_preview", False) or request.path.startswith(
        settings.CSP_ADMIN_PREFIXES
    )
    formats: list[TextFormat] = [] if is_in_admin else [*FORMATS.values()]
    return {"text_formats": formats}
