"""Compresses pages, feeds and data for readers without a session; whitenoise compresses static files."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/xml", "application/feed+json", "application/ld+json")
XML = "+xml"


class TextCompressionMiddleware(GZipMiddleware):
    """Django's GZip middleware, for texts alone: images and archives are compressed already.

    A visitor with a cookie may be signed in, and a response may then contain a secret beside words that a stranger
    chose: the length of the compressed response would give the secret away (BREACH). Such responses are not
    compressed. The language cookie is no secret.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compresses the response if it is safe and useful."""
        may_be_known = request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME}
        if may_be_known or not is_text(response.get("Content-Type", "")):
            return response
        return super().process_response(request, response)


def is_text(content_type: str) -> bool:
    """Returns whether a media type, with or without parameters, is one of text."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type.startswith(TEXTS) or media_type.endswith(XML)
