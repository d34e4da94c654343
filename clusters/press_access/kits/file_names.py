"""File names for archives that open on Windows, macOS and Linux: no forbidden sign, no reserved word, none twice."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
"""Bytes of a name in UTF-8, without its ending: with the folders before it, Windows takes 260 letters."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
# Signs that no one sees, which turn the direction of a name round or make two names look like one.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]")
_DASH = " – "
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)


def _shortened(text: str, most: int) -> str:
    """Returns as many whole letters of a text as fit into so many bytes."""
    return text.encode()[:most].decode(errors="ignore")


def _cut(text: str) -> str:
    """Returns a text that is short enough; what its end says after a dash ("– recadrage 16×9") stays."""
    head, dash, tail = text.rpartition(_DASH)
    end = f"{dash}{tail}" if head and len(f"{dash}{tail}".encode()) <= LONGEST // 3 else ""
    return _shortened(text.removesuffix(end), LONGEST - len(end.encode())).strip(" .") + end


def safe_stem(text: str, fallback: str) -> str:
    """Returns a text as the stem of a file name; `fallback` when nothing of it is left."""
    text = unicodedata.normalize("NFC", text.encode(errors="ignore").decode())
    text = " ".join(_FORBIDDEN.sub(" ", _UNSEEN.sub("", text)).split())
    text = _cut(text).strip(" .")
    # Windows takes a dot as the end of a reserved word, too.
    if _RESERVED.fullmatch(text.partition(".")[0].strip()):
        text = f"_{text}"
    return text or fallback


def safe_ending(name: str) -> str:
    """Returns the ending of a stored file's name in small ASCII letters, with its dot; "" without one."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else ""


class UniqueNames:
    """Gives each file of an archive a path of its own, also for systems to which capitals are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def path(self, folder: str, stem: str, ending: str, fallback: str = "file") -> str:
        """Returns "folder/stem.ending", with a number when that is taken."""
        stem = safe_stem(stem, fallback)
        number, found = 1, f"{stem}{ending}"
        while self._key(folder, found) in self._taken:
            number += 1
            found = f"{_shortened(stem, LONGEST - 6)} ({number}){ending}"
        self._taken.add(self._key(folder, found))
        return f"{folder}/{found}" if folder else found

    def _key(self, folder: str, name: str) -> str:
        # macOS compares letters apart from their accents' composition, both compare without capitals.
        return unicodedata.normalize("NFKD", f"{folder}/{name}").casefold()
