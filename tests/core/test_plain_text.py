"""Whatever an editor pastes, what machines get is text."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from fedcms.core.i18n.plain_text import clean_line, clean_text

ANYTHING = st.text(st.characters(codec="utf-8"), max_size=60)


@given(ANYTHING)
def test_xml_takes_whatever_was_pasted(text: str) -> None:
    """A parser reads back exactly what was written."""
    root = ET.Element("t")
    root.text = clean_text(text)
    assert (ET.fromstring(ET.tostring(root)).text or "") == clean_text(text)


@given(ANYTHING)
def test_a_line_is_one_line(text: str) -> None:
    """Nothing breaks it, and cleaning twice changes nothing."""
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert clean_line(line) == line


def test_what_is_text_stays() -> None:
    """Accents, no-break spaces, Arabic and its isolates, emoji."""
    text = "Été : « l’œuvre » – \N{FIRST STRONG ISOLATE}بريتاني\N{POP DIRECTIONAL ISOLATE} 🎓"
    assert clean_line(text) == text
    assert clean_text("a\r\nb\x0bc\x00\tde") == "a\nb\nc de"
