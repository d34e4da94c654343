"""The press kit of a release: its attachments, and its image if the licence allows."""

from dataclasses import dataclass
from pathlib import PurePath

from django.urls import reverse

from clusters.press_access.kits.files import image_title
from fedcms.media.models import FederationDocument, FederationImage, Licence
from news.models.release import PressReleasePage


@dataclass(frozen=True)
class KitImage:
    """An image as a download, with the attributes of a document that components/files.html shows.

    `get_file_size` is in bytes, None if unknown.
    """

    title: str
    url: str
    file_extension: str
    get_file_size: int | None
    credit: str
    get_licence_display: str
    reuse_limit: str
    territory: str


def press_image(image: FederationImage | None, caption: str) -> KitImage | None:
    """Returns the image as a download; None when it may not be shown or its rights are all reserved.

    `caption` says what it shows, in the reader's language.
    """
    if image is None or not image.may_be_shown() or image.licence == Licence.ALL_RIGHTS:
        return None
    extension = PurePath(image.file.name).suffix.lstrip(".")
    return KitImage(
        title=image_title(caption, image.width, image.height),
        url=reverse("press_copy", args=[image.pk, PurePath(image.file.name).name]),
        file_extension=extension,
        get_file_size=image.file_size,
        credit=image.credit,
        get_licence_display=image.get_licence_display(),
        reuse_limit=image.reuse_limit,
        territory=image.territory,
    )


def press_kit(
    documents: list[FederationDocument], image: FederationImage | None, caption: str
) -> list[FederationDocument | KitImage]:
    """Returns the documents, then the image."""
    picture = press_image(image, caption)
    return [*documents, *([picture] if picture else [])]


def press_files_of(page: PressReleasePage) -> list[FederationDocument | KitImage]:
    """Returns the press kit of a release, without files that may not be shown, in the active language."""
    documents = [item.document for item in page.attachments.select_related("document")]
    shown = [document for document in documents if document.may_be_shown()]
    return press_kit(shown, page.lead_image, page.lead_image_text)
