"""The contact sheets of `make screenshots` show each picture whole, and its options take what there is."""

from pathlib import Path

import pytest
from PIL import Image

from tests.served.contact_sheets import COLUMNS, SHEET, columns, sheets, write_index, write_sheets
from tests.served.looks import LOOKS, SCREENS
from tests.served.pages import ALL_LANGUAGES, KINDS
from tests.served.screenshots import wanted


def picture(folder: Path, name: str, height: int) -> Path:
    """A page of a phone, this long."""
    path = folder / f"{name}.png"
    Image.new("RGB", (390, height), "#fff").save(path)
    return path


def test_a_long_page_goes_on_in_the_next_column(tmp_path: Path) -> None:
    parts = list(columns(picture(tmp_path, "home", 9000), 300))
    assert len(parts) == 5
    assert sum(part.height for part in parts) == round(9000 * 300 / 390)
    assert all(part.height <= SHEET[1] for part in parts)


def test_no_column_is_left_out_and_every_width_has_room_for_several(tmp_path: Path) -> None:
    pictures = [picture(tmp_path, kind, 900) for kind in KINDS[:13]]
    white = [
        sum(1 for x in range(SHEET[0]) if sheet.getpixel((x, 100)) == (255, 255, 255))
        for sheet in sheets(pictures, 390)
    ]
    assert white == [6 * 300, 6 * 300, 1 * 300]
    assert all(SHEET[0] // width >= 3 for width in COLUMNS.values())
    assert set(COLUMNS) == set(SCREENS)


def test_sheets_are_written_anew_and_the_index_shows_them(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    long, short = picture(tmp_path, "home", 9000), picture(tmp_path, "404", 300)
    assert write_sheets(folder, "fr-390-light", [long, long, short], 390) == 2
    assert write_sheets(folder, "fr-390-light", [short], 390) == 1
    index = write_index(tmp_path, [tmp_path / "print" / "release-fr.pdf"]).read_text()
    assert 'src="sheets/fr-390-light-01.webp"' in index
    assert "fr-390-light-02" not in index
    assert 'href="print/release-fr.pdf"' in index


def test_all_looks_are_four_languages_three_widths_two_themes() -> None:
    assert len({look.name for look in LOOKS}) == 4 * 3 * 2


def test_options_name_some_of_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    options = wanted(["--languages", "fr,ar", "--widths", "390", "release"])
    assert (options.languages, options.widths, options.kinds) == (["fr", "ar"], ["390"], ["release"])
    everything = wanted([])
    assert (everything.languages, everything.kinds) == (list(ALL_LANGUAGES), list(KINDS))
    for wrong in (["--languages", "de"], ["nothing"]):
        with pytest.raises(SystemExit):
            wanted(wrong)
    assert "there are fr, en, es, ar" in capsys.readouterr().err
