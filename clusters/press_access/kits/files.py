"""The files of a press kit: what the press may use of images and documents, with credit, licence, size and address."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import CollectionViewRestriction

from clusters.press_access.kits.sections import KitPicture
from fedcms.core.buckets.errors import BucketAwayError
from fedcms.core.i18n.bidi import in_line
from fedcms.core.shown_tags import note_not_known
from fedcms.media.models import FederationDocument, FederationImage, Licence
from fedcms.media.models import File as LibraryFile
from fedcms.media.pictures import Picture
from fedcms.media.print_files import print_files


class Folder(StrEnum):
    """Where a file stands in an archive, and under which heading on a page."""

    LOGOS = "logos"
    PHOTOGRAPHS = "photographs"
    DOCUMENTS = "documents"
    TEXTS = "texts"


@dataclass(frozen=True)
class KitFile:
    """A stored file of a press kit, with the attributes of a document that components/files.html shows.

    `size` is in bytes, `None` if unknown.
    """

    folder: Folder
    name: str
    """What it shows or is, in the reader's language: its file is named after it."""
    title: str
    """The same as a link says it."""
    stored: str
    url: str
    size: int | None
    credit: str
    get_licence_display: str
    reuse_limit: str = ""
    territory: str = ""
    source: str = ""
    rights_until: date | None = None
    digest: str = ""
    """Of its content, as far as the library knows it."""
    is_reserved: bool = False
    """Whether all rights are reserved: it may be read, and is in no archive."""
    image: FederationImage | None = None
    """The image whose credit and licence are written into the file."""
    language: str = ""
    """The language of a document, "" if it is not stated; an image has none."""
    dimensions: str = ""
    """Of an image: its width and height in pixels."""
    ratio: str = ""
    """Of a crop: that of its sides."""
    thumbnail: Picture | None = field(default=None, compare=False)
    others: tuple["KitFile", ...] = ()
    """The same image in other formats and crops, for a row that shows them all (`as_download_rows`)."""

    @property
    def file_extension(self) -> str:
        """The ending of the file's name, without its dot."""
        return PurePath(self.stored).suffix.lstrip(".")

    @property
    def get_file_size(self) -> int | None:
        """The size, by the name that documents have for it."""
        return self.size


def may_be_taken(file: LibraryFile) -> bool:
    """Returns whether the press may take a file up: it may be shown today, and not all rights are reserved."""
    return file.may_be_shown() and file.licence != Licence.ALL_RIGHTS


def _restricted_paths() -> list[str]:
    """Returns the tree paths of collections whose documents not everybody may open. One query."""
    return list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def _rights(file: LibraryFile) -> dict[str, object]:
    return {
        "credit": file.credit,
        "get_licence_display": str(file.get_licence_display()),
        "reuse_limit": file.reuse_limit,
        "territory": file.territory,
        "source": file.source,
        "rights_until": file.rights_until,
        "digest": file.file_hash,
        "is_reserved": file.licence == Licence.ALL_RIGHTS,
    }


def _names(pictures: Sequence[KitPicture], of: str) -> dict[int, str]:
    """Returns what images show, in the active language, by their keys.

    Never their titles in the library, which are for its teams: one that nobody described has the name of its owner or
    page (`of`) and a number.
    """
    names: dict[int, str] = {}
    number = 0
    for picture in pictures:
        name = picture.name or str(picture.image.alt_texts)
        if not name:
            number += 1
            name = _("%(owner)s, image %(number)s") % {"owner": of, "number": number}
        names[picture.image.pk] = name
    return names


def image_files(
    pictures: Sequence[KitPicture],
    of: str,
    folder: Folder = Folder.PHOTOGRAPHS,
    *,
    for_print: bool = True,
) -> list[KitFile]:
    """Returns the files of those images that the press may take, each original before its files for print.

    `of` names their owner or page, for images that nobody described. One query, none without `for_print`.
    """
    offered = [picture.image for picture in pictures if may_be_taken(picture.image)]
    names = _names([picture for picture in pictures if may_be_taken(picture.image)], of)
    others = print_files(offered) if for_print and offered else {}
    found: list[KitFile] = []
    for image in offered:
        name = names[image.pk]
        original = KitFile(
            folder=folder,
            name=name,
            title=name,
            dimensions=_dimensions(image.width, image.height),
            stored=image.file.name,
            url=_press_url(image, image.file.name),
            size=image.file_size or size_of(image.file.name),
            image=image,
            **_rights(image),  # type: ignore[arg-type]  # the fields of the same names
        )
        found.append(original)
        for each in others.get(image.pk, ()):
            titled = (
                _("%(name)s – recadrage %(ratio)s") % {"name": name, "ratio": each.ratio.replace(":", "×")}
                if each.ratio
                else f"{name} – {in_line('JPEG')}"
            )
            found.append(
                replace(
                    original,
                    name=titled,
                    title=titled,
                    dimensions=_dimensions(each.width, each.height),
                    ratio=each.ratio,
                    stored=each.name,
                    url=_press_url(image, each.name),
                    size=size_of(each.name),
                )
            )
    return found


def image_title(name: str, width: int, height: int) -> str:
    """Returns how a link to a file of an image says what it leads to, in the active language: size, what it shows."""
    return _("Image (%(size)s pixels) : %(caption)s") % {
        "size": in_line(_dimensions(width, height)),
        "caption": name,
    }


def _dimensions(width: int, height: int) -> str:
    return f"{width}\u00a0×\u00a0{height}"


def _press_url(image: FederationImage, stored: str) -> str:
    return reverse("press_copy", args=[image.pk, PurePath(stored).name])


def size_of(stored: str) -> int | None:
    """Returns the size in bytes of a file in the storage, `None` when it is gone, or its bucket is away."""
    try:
        return default_storage.size(stored)
    except OSError:
        return None
    except BucketAwayError:
        note_not_known()
        return None


def document_files(documents: Sequence[FederationDocument], *, reserved_too: bool = False) -> list[KitFile]:
    """Returns those documents that the press may take; with `reserved_too`, also what it may read alone.

    One query; their collections are fetched with them.
    """
    may_have = FederationDocument.may_be_shown if reserved_too else may_be_taken
    offered = [document for document in documents if may_have(document)]
    restricted = _restricted_paths() if offered else []
    return [
        KitFile(
            folder=Folder.DOCUMENTS,
            name=document.title,
            title=document.title,
            stored=document.file.name,
            url=document.url,
            size=document.file_size or size_of(document.file.name),
            language=document.language,
            **_rights(document),  # type: ignore[arg-type]  # the fields of the same names
        )
        for document in offered
        if not any(document.collection.path.startswith(path) for path in restricted)
    ]
