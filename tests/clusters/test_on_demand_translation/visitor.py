"""A visitor who looks for an article in Arabic, and for a machine's reading of it."""

from django.test import Client
from lxml import html

MISSING = "/ar/clusters/nord/news/cartable/"
BODY = [
    {"type": "heading", "value": "Deux mots"},
    {"type": "paragraph", "value": '<p>Un texte <b>court</b> et <a href="https://example.org/">lié</a>.</p>'},
]


def offer(client: Client, path: str = MISSING) -> list[str]:
    """What the page that is not there offers to have read by a machine."""
    page = html.fromstring(client.get(path).content.decode())
    return [str(link.get("href")) for link in page.xpath("//main//a[@rel='nofollow']")]


def shown(client: Client, address: str) -> html.HtmlElement:
    """The page of the reading: no search engine may keep it, and it is nobody's canonical address."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    page = html.fromstring(response.content.decode())
    assert page.xpath("//head/meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//head/link[@rel='canonical' or @hreflang]") == []
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//main//*[contains(@class, 'notice--warn')]//a[@hreflang='fr']")
    return page
