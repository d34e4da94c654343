"""The fact sheet is a tagged PDF that says what is given, whatever is given, and nothing of it is read as Typst."""

import io
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from clusters.models import Federation
from clusters.press_access.kits.contents import PressKitContents, kit_of_owner
from clusters.press_access.kits.fact_sheet import render, sheet_of
from clusters.press_access.kits.sections import KitLink, KitRow, KitSection
from clusters.press_access.kits.stored_sheets import sheet_name
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.media.social_cards.lettering import writable, written_as
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import body_of, get

BLANKS = re.compile(r"[\s\u2066-\u2069\u200b-\u200f\u00ad]")
CODE = '#panic("oui") *gras* $x^2$ @ref <label> // commentaire \\ `code` #let x = 1; ]'


def read(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    return reader, BLANKS.sub("", "".join(page.extract_text() for page in reader.pages))


def contents(language: str = "fr", **fields: object) -> PressKitContents:
    owner = Federation(name={"fr": "Fédération", "ar": "اتحاد"}, email="presse@federation.example")
    values = PressKitContents(owner, language, "Titre", (), (), TranslatedText())
    return replace(values, **fields)  # type: ignore[arg-type]  # fields by name


def assert_tagged(reader: PdfReader, language: str, title: str) -> None:
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


WRITABLE = [
    chr(number)
    for number in (
        *range(0xD800),
        *range(0xF900, 0x10000),
        *range(0x1D400, 0x1D800),
        *range(0x1F100, 0x1F200),
    )
    if written_as(chr(number)) and not chr(number).isspace()
]
THAI = "Somchai \u0e19\u0e49\u0e33"


# The whole of Unicode, what passes for writable in it, and what Typst would obey.
@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(st.sampled_from(WRITABLE))), st.sampled_from(["fr", "ar"]))
@example(CODE, "fr")
@example(CODE, "ar")
@example("😀 \ud7ff \u0627\u0301", "fr")
@example(THAI, "fr")
@example("\u0eb3 \ufeffLe Midi\u2028\x1c\u1680\ufe0f\u200c\u034f\u3164", "fr")
@example("\u2067\u202e\u061c", "ar")
def test_whatever_is_written_is_shown_and_never_run(text: str, language: str) -> None:
    row = KitRow(text, text, text, "https://a.example/", (KitLink(text, f"tel:{text}"),))
    section = KitSection("a", text, language, paragraphs=(text, "fin"), rows=(row,))
    given_contents = contents(language, title=text, sections=(section,))
    reader, shown = read(render(sheet_of(given_contents)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    # Of right-to-left pages, a reader of PDF gives the order on paper.
    if text.isascii() and language == "fr":
        assert BLANKS.sub("", writable(text)) in shown


def test_all_that_passes_for_writable_is_written() -> None:
    """In one sheet: the plain weight in paragraphs, the other in titles and labels."""
    text = " ".join(WRITABLE)
    parts = tuple(text[start : start + 3000] for start in range(0, len(text), 3000))
    sections = tuple(KitSection("a", part, "fr", (part,), (KitRow(part, part),)) for part in parts)
    assert render(sheet_of(contents(sections=sections))).startswith(b"%PDF")
    assert "\u0e33" not in WRITABLE
    assert writable("\ufeffLe\u2069 \uff2d\u0131di ½ \u0e33") == "Le Mıdi ½"


def test_what_typst_refuses_is_made_of_fewer_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fedcms.media.typeset.writable", lambda text: text)
    row = KitRow(THAI, "Direction", links=(KitLink("+33 2", "tel:+332"),))
    _reader, shown = read(render(sheet_of(contents(sections=(KitSection("a", "Qui", "fr", (), (row,)),)))))
    for words in ("Somchai", "Direction", "+332", "Qui"):
        assert words in shown


def test_nobody_stands_without_a_name_and_no_line_is_lost() -> None:
    rows = (KitRow("李雷", "Directrice"), KitRow("Zoé", "总监", note="会"))
    _reader, shown = read(
        render(sheet_of(contents(sections=(KitSection("a", "Porte-parole", "fr", (), rows),))))
    )
    assert "(àliresurlapage)Directrice" in shown
    assert "Zoé(àliresurlapage)" in shown


def languages_of(content: bytes) -> list[tuple[str, str]]:
    """The parts of a tagged PDF that say a language, in order."""
    found: list[tuple[str, str]] = []

    def look(part: object) -> None:
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            for each in part:
                look(each)
        elif isinstance(part, dict):
            if "/Lang" in part:
                found.append((str(part["/S"]), str(part["/Lang"])))
            look(part.get("/K"))

    look(PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])
    return found


def test_each_part_says_its_language() -> None:
    """A title is in the kit's, a paragraph or a value perhaps in another."""
    about = KitSection("a", "\u062d\u0648\u0644", "fr", ("Le Midi réunit.",))
    assert languages_of(render(sheet_of(contents("ar", title="\u0645\u0644\u0641", sections=(about,))))) == [
        ("/P", "fr")
    ]
    row = KitRow("\u0645\u062f\u064a\u0631\u0629", "Directrice", value_language="fr")
    people = KitSection("a", "\u062d\u0648\u0644", "ar", rows=(row,))
    assert "fr" in {
        language for _part, language in languages_of(render(sheet_of(contents("ar", sections=(people,)))))
    }


def test_numbers_keep_their_order_in_arabic_and_lines_have_space_between() -> None:
    number = KitLink("+33 2 61 91 00 12", "tel:+33261910012")
    rows = tuple(KitRow("\u0647\u0627\u062a\u0641", links=(number,)) for _ in range(2))
    sheet = sheet_of(contents("ar", sections=(KitSection("a", "\u062d\u0648\u0644", "ar", rows=rows),)))
    page = PdfReader(io.BytesIO(render(sheet))).pages[0]
    lines: dict[float, str] = {}

    def look(text: str, matrix: list[float], *others: object) -> None:
        lines[round(matrix[5], 1)] = lines.get(round(matrix[5], 1), "") + text.strip()

    page.extract_text(visitor_text=look)
    (first, number_of_first), (second, _number) = [
        (y, y_of_number)
        for (y, text), (y_of_number, reached) in pairwise(sorted(lines.items(), reverse=True))
        if text == "\u0647\u0627\u062a\u0641" and reached == "+33 2 61 91 00 12"
    ]
    # From a number to the next label is further than from a label to its number.
    assert number_of_first - second > 1.3 * (first - number_of_first)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "owner"), [("fr", "EdTech Midi"), ("en", "EdTech Midi"), ("ar", "EdTech Midi")]
)
def test_it_says_who_speaks_in_its_language(world: World, language: str, owner: str) -> None:
    answer = get(f"/{language}/press-kits/midi/fact-sheet.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    reader, shown = read(body_of(answer))
    assert_tagged(reader, language, owner)
    assert "presse@midi.example" in shown
    assert BLANKS.sub("", "Midi brings" if language == "en" else "Le Midi réunit") in shown
    links = [each.get_object()["/A"].get("/URI") for page in reader.pages for each in page.get("/Annots", [])]
    assert "mailto:presse@midi.example" in links
    assert get(f"/media/{sheet_name(kit_of_owner(world.south, language))}").status_code == 404
