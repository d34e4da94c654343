"""Answers for texts to take away: of public pages at "…/texte.docx", of others behind the link of an accreditation."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clusters.models import ContentPage
from clusters.press_access.embargo_notice import AccessNotice
from clusters.press_access.page_texts import PageText, register_page_text
from fedcms.core.http.conditional_get import lazy_response
from fedcms.core.pages.addresses import home_address
from news.newsroom.copy_ready.formats import FORMATS, TextFormat, writers_digest
from news.newsroom.copy_ready.page_document import KINDS, document_of


@require_safe
def page_text(request: HttpRequest, path: str, extension: str) -> HttpResponseBase:
    """Serves the text of a page that an anonymous visitor may see now. Raises `Http404` for any other."""
    language = get_language() or ""
    pages = ContentPage.objects.visible().type(*KINDS).filter(url_path=f"{home_address(language)}{path}")
    found = pages.first()
    if found is None:
        raise Http404("No public text stands at this address.")
    page, text_format = found.specific, FORMATS[extension]
    document = document_of(page)
    # No date: a text has the words of its cluster, too, and what is told of files, which change without the page.
    response = lazy_response(
        request,
        f"{writers_digest()} {extension} {document}",
        lambda: text_format.write(document),
        content_type=text_format.content_type,
    )
    name = text_format.file_name(page.title)
    response["Content-Disposition"] = content_disposition_header(text_format.is_saved, name) or "inline"
    # The page itself is what search engines show.
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{document.address}>; rel="canonical"'
    response["Content-Language"] = language
    return response


def _maker(text_format: TextFormat) -> None:
    def make(page: ContentPage, notice: AccessNotice) -> PageText | None:
        if not isinstance(page, KINDS):
            return None
        content = text_format.write(document_of(page, notice))
        return PageText(content, text_format.content_type, text_format.file_name(page.title))

    register_page_text(text_format.address, make)


def register() -> None:
    """Lets accredited readers take the texts, too; called once, from `AppConfig.ready`."""
    for text_format in FORMATS.values():
        _maker(text_format)
