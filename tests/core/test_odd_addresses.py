"""Addresses that nobody typed: what robots try is answered in the same way on both databases, never by an error."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/%00/", 404),
        ("/fr/clusters/%00/calendar.ics", 404),
        ("/fr/feeds/clusters/%00/rss.xml", 404),
        ("/media/images/%00.jpg", 404),
        ("/cards/00000000-0000-0000-0000-000000000000/f%00r.0.png", 404),
        ("/documents/1/%00.pdf", 404),
        ("/fr/search/?q=%00&cluster=%00&topic=%00", 200),
        ("/fr/actualites/?cluster=%00&topic=%00", 200),
        ("/fr/organisations/?q=%00", 200),
        ("/api/search/?cluster=%00", 400),
        ("/fr/agenda/?view=month&month=٢٠٢٦-07", 200),
    ],
)
def test_what_no_page_has_is_no_error(federation: object, client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status
