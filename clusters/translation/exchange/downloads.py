"""Builds the download of translation files: one file for each pair of languages, several of them in a ZIP."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.exchange.file_contents import MOST_BYTES, MOST_UNITS, PO, XLIFF, FileContent
from clusters.translation.exchange.po import write_po
from clusters.translation.exchange.xliff_writer import write_xliff
from fedcms.core.pages.slugs import slug_of

WRITERS: dict[str, tuple[Callable[[Sequence[FileContent]], bytes], str, str]] = {
    XLIFF: (write_xliff, "xlf", "application/xliff+xml"),
    PO: (write_po, "po", "text/x-gettext-translation; charset=utf-8"),
}
LONGEST_NAME = 60
MOST_BYTES_OUT = MOST_BYTES // 2
"""The largest download, half of an upload: a file comes back with all its translations, larger than before."""


def download(contents: Sequence[FileContent], kind: str) -> HttpResponse:
    """Returns the response with the file of at least one page.

    Raises `Refusal` if the file would be too large to be imported again.
    """
    units = sum(len(content.units) for content in contents)
    if units > MOST_UNITS:
        raise Refusal(
            _("Ce choix a %(count)d textes, un fichier en contient %(most)d au plus : faites-en plusieurs.")
            % {"count": units, "most": MOST_UNITS}
        )
    by_languages: dict[tuple[str, str], list[FileContent]] = defaultdict(list)
    for content in contents:
        by_languages[content.source_language, content.target_language].append(content)
    write, ending, content_type = WRITERS[kind]
    files = {
        f"{_name(found)}-{source}-{target}.{ending}": write(found)
        for (source, target), found in by_languages.items()
    }
    if sum(map(len, files.values())) > MOST_BYTES_OUT:
        raise Refusal(
            _("Ce fichier serait plus grand que %(size)d Mo : prenez moins de pages à la fois.")
            % {"size": MOST_BYTES_OUT // 1024 // 1024}
        )
    if len(files) == 1:
        name, data = next(iter(files.items()))
        return _answer(name, data, content_type)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return _answer(f"{_name([])}.zip", packed.getvalue(), "application/zip")


def _name(contents: Sequence[FileContent]) -> str:
    """Returns the name of a file: the title of its page, or for several pages "traductions" and today's date."""
    if len(contents) == 1 and (slug := slug_of(contents[0].title)):
        return slug[:LONGEST_NAME].rstrip("-")
    return f"{slug_of(_('traductions')) or 'po-xliff'}-{timezone.localdate()}"


def _answer(name: str, data: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
