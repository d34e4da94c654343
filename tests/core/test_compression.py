"""Pages are compressed for strangers; what may hold a secret, and what is compressed already, is not."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from fedcms.core.http.compression import TextCompressionMiddleware


@pytest.mark.django_db
def test_a_stranger_gets_a_page_compressed(federation: object, client: Client) -> None:
    answer = client.get("/fr/", headers={"accept-encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert "</html>" in gzip.decompress(answer.content).decode()


@pytest.mark.django_db
def test_who_has_a_cookie_gets_it_as_it_is(federation: object, client: Client) -> None:
    client.cookies["sessionid"] = "x"
    answer = client.get("/fr/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer


@pytest.mark.parametrize(
    ("content_type", "is_compressed"),
    [
        ("text/html; charset=utf-8", True),
        ("application/rss+xml", True),
        ("image/svg+xml", True),
        ("application/feed+json", True),
        ("image/avif", False),
        ("application/pdf", False),
        ("application/zip", False),
    ],
)
def test_only_texts_are_compressed(content_type: str, is_compressed: bool) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"abc " * 500, content_type=content_type)

    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    response = TextCompressionMiddleware(answer)(request)
    assert ("Content-Encoding" in response) == is_compressed
