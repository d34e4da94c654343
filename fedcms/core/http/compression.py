"""Compresses pages, feeds and data for readers without a session; whitenoise compresses static files."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/xml", "application/feed+json", "application/ld+json")
XML = "+xml"


class TextCompressionMiddleware(GZipMiddleware):
    """Django's, for texts alone: pictures and archives are compressed already.

    Who has a cookie may be signed in, and an answer may then hold a secret beside words that a stranger chose: the
    length of a compressed answer would give the secret away (BREACH). Those answers are left as they are. The language
    that a reader chose is no secret.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, compressed where that is safe and of use."""
        may_be_known = request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME}
        if may_be_known or not is_text(response.get("Content-Type", "")):
            return response
        return super().process_response(request, response)


def is_text(content_type: str) -> bool:
    """Whether a media type, with or without parameters, is one of text."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type.startswith(TEXTS) or media_type.endswith(XML)
