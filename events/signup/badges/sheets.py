"""Sets badges of people who have a seat as a PDF: each in the language of its person, with the code for the door."""

import re
from collections.abc import Iterable
from pathlib import Path

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import SignUp
from events.signup.codes import check_in_code
from events.signup.mail_frame import ShownEvent
from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT
from fedcms.media.typeset import printable, typeset

MOST_BADGES = 300
"""So many are set at once: some seconds of work."""
_TEMPLATE = Path(__file__).with_name("badges.typ")
# A word that is longer than a line may be broken anywhere.
_LONG_WORD = re.compile(r"\S{16,}")
_BREAK = "\N{ZERO WIDTH SPACE}"


def _breakable(text: str) -> str:
    """Returns a text as it is printed, whose long words may be broken: no letter is beside the badge."""
    return _LONG_WORD.sub(lambda found: _BREAK.join(found[0]), printable(text))


def _picture(code: str) -> str:
    """Returns the QR code of a code for the door, as SVG: it says nothing of the person."""
    return segno.make_qr(code, error="m").svg_inline(border=0, omitsize=True)


def badge_of(sign_up: SignUp, shown: ShownEvent, fallback_title: str) -> dict[str, object]:
    """Returns what a badge shows, as data for the template; of an event that is not public, its title in the admin."""
    event = shown.page(sign_up.language)
    code = check_in_code(sign_up)
    with override(sign_up.language):
        return {
            "language": sign_up.language,
            "right-to-left": sign_up.language.partition("-")[0] in RIGHT_TO_LEFT,
            "event": _breakable(event.title if event is not None else fallback_title),
            "name": _breakable(sign_up.name) or f"– {code} –",
            "organisation": _breakable(sign_up.organisation),
            "cluster": _breakable(str(sign_up.cluster)) if sign_up.cluster is not None else "",
            "code": code,
            "code-label": printable(_("Code pour l’entrée : %(code)s") % {"code": code}),
            "picture": _picture(code),
        }


def badge_sheets(people: Iterable[SignUp], shown: ShownEvent, title: str, language: str) -> bytes:
    """Returns the PDF with the badges of people, in their order; `title` and `language` are those of the reader."""
    badges = [badge_of(each, shown, title) for each in people]
    return typeset(_TEMPLATE, {"title": printable(title) or "–", "language": language, "badges": badges})
