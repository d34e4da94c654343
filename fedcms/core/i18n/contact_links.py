"""Makes links of the mail addresses, telephone numbers and web addresses that stand in a text."""

import re
from html import unescape

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeData, SafeString, mark_safe

from fedcms.core.i18n.tag_pieces import tag_pieces
from fedcms.core.i18n.telephone import numbers_in

# As people write them in a text.
_ADDRESS = re.compile(r"""(https?://[^\s،,;<>"«»]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)""")
# One of the signs that each of them needs, as HTML has it: most texts have none, and are not taken apart.
_MAY_NAME = re.compile(r"[@+]|://|&#|&commat")
_LINK = re.compile(r"</?a[\s>]")


def contact_links(text: str | SafeData) -> SafeString:
    """Returns a text as HTML in which one can write to, dial and open what is named; rich text keeps its own links.

    Each is isolated, so that it stays in order in Arabic text. A telephone number is one that can be dialled, written
    with its prefix: which country another is in, nobody says; and "+100 000" is none.
    """
    html = conditional_escape(text)
    if not _MAY_NAME.search(html):
        return SafeString(html)
    pieces, inside = [], False
    for is_tag, piece in tag_pieces(html):
        if is_tag and _LINK.match(piece):
            inside = not piece.startswith("</")
        pieces.append(piece if is_tag or inside else _with_links(piece))
    return mark_safe("".join(pieces))  # noqa: S308 (escaped above, or rich text that is HTML already)


def _with_links(piece: str) -> str:
    """Returns a piece of HTML without tags with its links; looked for in what people read, where "&" is one sign."""
    parts = _ADDRESS.split(unescape(piece))
    if len(parts) == 1 and "+" not in piece:
        return piece
    # Each odd part is an address.
    return "".join(_address(part) if number % 2 else _numbers(part) for number, part in enumerate(parts))


def _address(named: str) -> str:
    if named.startswith("http"):
        return format_html('<a href="{0}" rel="noopener external"><bdi dir="ltr">{0}</bdi></a>', named)
    return _link(f"mailto:{named}", named)


def _numbers(text: str) -> str:
    written, end = [], 0
    for found in numbers_in(text):
        written += [escape(text[end : found.start]), _link(f"tel:{found.dialled}", found.text)]
        end = found.start + len(found.text)
    return "".join([*written, escape(text[end:])])


def _link(address: str, named: str) -> str:
    return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, named)
