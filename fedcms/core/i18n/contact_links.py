"""Makes links of the mail addresses, telephone numbers and web addresses that stand in a text."""

import re
from html import unescape

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, SafeString, mark_safe

from fedcms.core.i18n.telephone import dialled_number

# As people write them in a text. Telephone numbers with their prefix alone: which country another is in, nobody says.
_ADDRESS = re.compile(
    r"https?://[^\s،,;<]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d .()\u00a0\u202f-]{5,}\d"
)
_TAG = re.compile(r"(<[^>]*>)")
_LINK = re.compile(r"</?a[\s>]")


def contact_links(text: str | SafeData) -> SafeString:
    """Returns a text as HTML in which one can write to, dial and open what is named; rich text keeps its own links.

    Each is isolated, so that it stays in order in Arabic text.
    """
    pieces, inside = [], False
    # Of what is HTML, each odd piece is a tag.
    for number, piece in enumerate(_TAG.split(conditional_escape(text))):
        if number % 2 and _LINK.match(piece):
            inside = not piece.startswith("</")
        pieces.append(piece if number % 2 or inside else _ADDRESS.sub(_link, piece))
    return mark_safe("".join(pieces))  # noqa: S308 (escaped above, or rich text that is HTML already)


def _link(found: "re.Match[str]") -> str:
    named = unescape(found[0])
    if named.startswith("http"):
        return format_html('<a href="{0}" rel="noopener external"><bdi dir="ltr">{0}</bdi></a>', named)
    address = f"mailto:{named}" if "@" in named else f"tel:{dialled_number(named)}"
    return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, named)
