"""Checks the HTML of a translated text: known tags, the links of its source, and nothing else but text.

wagtail-localize checks tags only. Its parser takes comments, CDATA, declarations and processing instructions for text
and writes them out unchanged; a browser ends some of them earlier, and runs what follows.
"""

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.utils.translation import gettext as _
from wagtail_localize.strings import validate_element, validate_translation_links


def refuse_other_nodes(data: str) -> None:
    """Raises `ValueError`, with a sentence for the reader, if `data` holds anything but text and tags."""
    if any(
        type(node) not in (NavigableString, Tag) for node in BeautifulSoup(data, "html.parser").descendants
    ):
        raise ValueError(_("Un texte ne contient ni commentaire HTML, ni CDATA, ni déclaration."))


def refuse_html(source: str, data: str) -> None:
    """Raises `ValueError` if a translation of `source` holds anything but text, emphasis and the source's links."""
    validate_element(BeautifulSoup(data, "html.parser"))
    refuse_other_nodes(data)
    validate_translation_links(source, data)
