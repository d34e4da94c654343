"""Puts the images of an imported file into the library, with the rights of its section's owner."""

from io import BytesIO
from pathlib import PurePath

from django.core.files.images import ImageFile
from PIL import Image as PILImage
from wagtail.log_actions import log
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry
from wagtail.utils.file import hash_filelike

from clusters.access.file_forms import default_rights, owner_of
from clusters.body_import.word_files import WordImage
from clusters.models import Federation
from clusters.models.membership import cluster_of_path
from fedcms.media.damaged_images import DAMAGED
from fedcms.media.models import FederationImage
from fedcms.users.models import User

ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
LONGEST_TITLE, LONGEST_ALT_TEXT = 200, 250


def collection_for(user: User, page: Page | None) -> Collection | None:
    """Returns the collection of the page's section if the person may add to it, else their first, if any."""
    policy = policy_registry.get_by_type(FederationImage)
    own = policy.collections_user_has_permission_for(user, "add")
    owner = (cluster_of_path(page.path) or Federation.load()) if page is not None else None
    wanted = own.filter(pk=owner.collection_id).first() if owner is not None else None
    found: Collection | None = wanted or own.first()
    return found


def _ending_of(content: bytes) -> str:
    """Returns the file ending of an image that a page can show; "" for others, damaged and enormous ones."""
    try:
        with PILImage.open(BytesIO(content)) as image:
            image.verify()
            return ENDINGS.get(image.format or "", "")
    except DAMAGED:
        return ""


def stored_image(
    image: WordImage, title: str, language: str, collection: Collection, user: User
) -> FederationImage | None:
    """Returns the image in the library: the one that the collection has already, or a new one.

    `None` for what is no image that a page can show.
    """
    ending = _ending_of(image.content)
    if not ending:
        return None
    file_hash = hash_filelike(BytesIO(image.content))
    known: FederationImage | None = FederationImage.objects.filter(
        file_hash=file_hash, collection=collection
    ).first()
    if known is not None:
        return known
    alt_text = " ".join(image.alt_text.split())[:LONGEST_ALT_TEXT]
    made = FederationImage(
        title=(alt_text or title)[:LONGEST_TITLE],
        file=ImageFile(BytesIO(image.content), f"{PurePath(title).stem[:60]}.{ending}"),
        collection=collection,
        uploaded_by_user=user,
        alt_texts={language: alt_text} if alt_text else {},
        file_hash=file_hash,
        file_size=len(image.content),
        **default_rights(owner_of(collection)),
    )
    made.save()
    log(instance=made, action="wagtail.create", user=user, content_changed=True)
    return made
