"""Names of files in an archive open on every system, and none is there twice."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from clusters.press_access.kits.file_names import LONGEST, UniqueNames, safe_ending, safe_stem

FORBIDDEN = set('<>:"/\\|?*') | {chr(number) for number in range(32)}
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
TITLES = st.one_of(
    st.text(), st.sampled_from(["CON", "aux.txt", "nul .", "..", "a/../b", "é" * 200, "\u202egpj.exe", ""])
)


@given(TITLES)
def test_a_name_opens_on_windows_and_macos(title: str) -> None:
    stem = safe_stem(title, "photo")
    assert stem
    assert not FORBIDDEN & set(stem)
    assert stem == stem.strip(" .")
    assert stem.partition(".")[0].strip().lower() not in RESERVED
    assert len(stem.encode()) <= LONGEST + 1
    assert stem == unicodedata.normalize("NFC", stem)
    assert not any(unicodedata.category(sign) in ("Cc", "Bidi") for sign in stem)
    assert "\u202e" not in stem


@given(st.lists(TITLES, max_size=30))
def test_none_is_there_twice_whatever_the_capitals(titles: list[str]) -> None:
    names = UniqueNames()
    paths = [names.path("Photos", title, ".jpg") for title in titles]
    assert len({unicodedata.normalize("NFKD", path).casefold() for path in paths}) == len(paths)
    assert all(path.startswith("Photos/") and path.count("/") == 1 for path in paths)


def test_a_name_says_what_the_file_shows_and_a_second_one_is_numbered() -> None:
    names = UniqueNames()
    assert names.path("Photos", "Remise des prix : Nantes", ".jpg") == "Photos/Remise des prix Nantes.jpg"
    assert names.path("Photos", "REMISE des prix : Nantes", ".jpg") == "Photos/REMISE des prix Nantes (2).jpg"
    assert names.path("", "جائزة", ".pdf") == "جائزة.pdf"
    assert names.path("", f"{'Un phare sur un rocher ' * 9} – recadrage 16×9", ".jpg").endswith(
        "phare – recadrage 16×9.jpg"
    )
    assert safe_ending("a/b.JPEG") == ".jpeg"
    assert safe_ending("a/b.exe/..") == ""
