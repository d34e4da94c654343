"""Reads and writes PO: one file for each pair of languages; also reads the files that wagtail-localize writes.

Texts are wagtail-localize's HTML, unchanged. wagtail-localize's own file holds one translation, which its header names;
the context of an entry is then the path alone.
"""

import codecs
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import polib
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.exchange.file_contents import (
    FUZZY,
    MOST_UNITS,
    FileContent,
    FoundContent,
    FoundUnit,
)
from clusters.translation.exchange.version_marks import mark_in

TOOL = "PO"
SOURCE, TARGET, UPSTREAM = "X-Source-Language", "X-Target-Language", "X-WagtailLocalize-TranslationID"
_ENTRY = re.compile(r"^[ \t]*(?:#~[ \t]*)?msgid[ \t\"]", re.MULTILINE)
# Codecs of Python that are no character encodings.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_-]{2,40})")


def write_po(contents: Sequence[FileContent]) -> bytes:
    """Returns the file of pages that all have the same two languages."""
    first = contents[0]
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M%z")
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Project-Id-Version": "fedcms",
        "POT-Creation-Date": moment,
        "PO-Revision-Date": moment,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": first.target_language,
        SOURCE: first.source_language,
        TARGET: first.target_language,
    }
    for content in contents:
        for unit in content.units:
            remarks = [content.title, unit.label or unit.path, *unit.notes, unit.kept]
            po.append(
                polib.POEntry(
                    msgctxt=f"{content.key}:{unit.path}",
                    msgid=unit.source,
                    msgstr=unit.target,
                    comment="\n".join(" ".join(each.split()) for each in remarks if each),
                )
            )
    return str(po).encode("utf-8", "replace")


def read_po(data: bytes) -> list[FoundContent]:
    """Returns the pages of a file. Raises `Refusal` if it is not a PO file."""
    text = _decoded(data)
    # Counted before parsing, which takes long; the header is an entry, too.
    if sum(1 for _entry in _ENTRY.finditer(text)) > MOST_UNITS + 1:
        raise Refusal(_("Ce fichier a trop de textes : %(count)d au plus.") % {"count": MOST_UNITS})
    po = _parsed(text)
    header: dict[str, str] = {str(name).lower(): str(value) for name, value in po.metadata.items()}
    target = header.get(TARGET.lower()) or header.get("language", "")
    languages = header.get(SOURCE.lower(), ""), target.replace("_", "-")
    upstream = header.get(UPSTREAM.lower(), "")
    if not upstream and not all(languages):
        raise Refusal(
            _(
                "Ce fichier PO ne vient pas d’ici, ou son en-tête a perdu les langues : importez un fichier "
                "téléchargé depuis le rapport ou depuis une traduction."
            )
        )
    found: dict[str, FoundContent] = {}
    for entry in po:
        if entry.obsolete:
            continue
        key, path = ("", entry.msgctxt or "") if upstream else _place(entry.msgctxt or "")
        title = (entry.comment or "").partition("\n")[0]
        content = found.setdefault(key, FoundContent(key, *languages, title, TOOL, upstream))
        state = FUZZY if FUZZY in entry.flags else "translated"
        content.units.append(
            FoundUnit(path, entry.msgid, entry.msgstr, state, kept=mark_in(entry.comment or ""))
        )
    return list(found.values())


def _place(context: str) -> tuple[str, str]:
    """Returns the page and the path that a context names; "" as the page if it names none."""
    key, colon, path = context.partition(":")
    try:
        return (str(UUID(key)), path) if colon else ("", context)
    except ValueError:
        return "", context


def _decoded(data: bytes) -> str:
    """Decodes a file by its byte order mark, else by its header. Raises `Refusal`."""
    named = _CHARSET.search(data[:4_000])
    encoding = named[1].decode("ascii") if named else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf") or encoding.upper() == "CHARSET":
        encoding = "utf-8-sig"
    try:
        is_charset = codecs.lookup(encoding).name not in _NO_CHARSETS
        return data.decode(encoding if is_charset else "")
    except (UnicodeError, LookupError) as error:
        raise Refusal(_("L’encodage de ce fichier est inconnu : enregistrez-le en UTF-8.")) from error


def _parsed(text: str) -> polib.POFile:
    with tempfile.TemporaryDirectory() as folder:
        # polib accepts a file name or content: content that is the name of a file on the server would be read from
        # there. Given as content, it would also be split at other characters than line ends.
        file = Path(folder) / "upload.po"
        file.write_text(text, encoding="utf-8", errors="replace", newline="")
        try:
            return polib.pofile(str(file), encoding="utf-8")
        except (OSError, ValueError, LookupError, AttributeError) as error:
            line = re.search(r"line (\d+)", str(error))
            where = _("Ce fichier n’est pas un fichier PO lisible (ligne %(line)s).") % {
                "line": line[1] if line else "?"
            }
            raise Refusal(where) from error
