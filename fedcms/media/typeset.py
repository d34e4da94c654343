"""Makes tagged PDFs (PDF/UA-1) of a Typst template and data, with the social cards' font, which has Arabic.

Texts go to Typst as data, which it never reads as its own language.
"""

import json
import re
from pathlib import Path

from fedcms.media.social_cards.lettering import writable

LONGEST_TEXT = 4000
_FONTS = Path(__file__).with_name("social_cards") / "fonts"
# All but the space, and the no-break spaces of French, which the font has.
_OTHER_SPACES = re.compile(r"[^\S \u00a0\u202f]")


def printable(value: str) -> str:
    """Returns a text on one line, of letters that the font has: a tagged PDF may show no other."""
    return writable(_OTHER_SPACES.sub(" ", value[:LONGEST_TEXT])).strip()


def typeset(template: Path, data: object) -> bytes:
    """Returns the PDF of a template, whose data are JSON in `sys.inputs.sheet`. Raises `typst.TypstError`."""
    import typst  # noqa: PLC0415  # 40 MB of code, which most processes never need

    made = typst.compile(  # type: ignore[call-overload]  # its types know no list of folders
        template.read_bytes(),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(data)},
        format="pdf",
        pdf_standards="ua-1",
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave more than one file.")
    return made
