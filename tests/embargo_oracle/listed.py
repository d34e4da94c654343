"""Which addresses an outlet lists, and how often: items of feeds, lines of sitemaps, results, headings."""

import json
from collections import Counter
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from tests.served.outlets import READERS

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def _headings(body: bytes) -> list[str]:
    """The links of a page's headings: one for each thing that it lists."""
    tree = html.fromstring(body)
    return [str(link) for link in tree.xpath("//main//*[self::h2 or self::h3 or self::h4]//a/@href")]


def addresses_in(address: str, body: bytes) -> Counter[str]:
    """The paths that an answer lists, each with how often."""
    name = urlsplit(address).path.rpartition("/")[2]
    if name in READERS:
        found = [item for item, _texts in READERS[name](body)[1]]
    elif name.startswith("sitemap"):
        found = etree.fromstring(body).xpath("//s:url/s:loc/text()", namespaces=SITEMAP)
    elif address.startswith("/api/"):
        found = [result["url"] for result in json.loads(body)["results"]]
    else:
        found = _headings(body)
    return Counter(unquote(urlsplit(str(each)).path) for each in found)
