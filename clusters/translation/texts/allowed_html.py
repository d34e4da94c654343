"""Checks the HTML of a translated text: known tags, links of its source, plain text.

wagtail-localize looks at tags alone. To its parser a comment, CDATA, a declaration and an instruction are kinds of
text, which it writes out as they came; a browser ends some of them earlier, and runs what follows.
"""

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.utils.translation import gettext as _
from wagtail_localize.strings import validate_element, validate_translation_links


def refuse_other_nodes(data: str) -> None:
    """Raises `ValueError`, in words, for what is neither text nor a tag."""
    if any(
        type(node) not in (NavigableString, Tag) for node in BeautifulSoup(data, "html.parser").descendants
    ):
        raise ValueError(_("Un texte ne contient ni commentaire HTML, ni CDATA, ni déclaration."))


def refuse_html(source: str, data: str) -> None:
    """Raises `ValueError` for a translation of `source` that holds anything but text, emphasis and its links."""
    validate_element(BeautifulSoup(data, "html.parser"))
    refuse_other_nodes(data)
    validate_translation_links(source, data)
