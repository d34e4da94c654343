"""Tells whether two versions of a page are the same text: what a co-signing cluster has approved."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import Page

from clusters.models.co_signature import DIGEST_LENGTH
from clusters.press_access.page_files import file_keys
from fedcms.core.changes.content_digest import digest_of_page
from fedcms.media.models import FederationDocument, FederationImage, File

# When a page appears is the lead's decision; the history and the row of a page are no text.
NO_TEXT = frozenset(
    {"go_live_at", "expire_at", "first_published_at", "translation_key", "locale", "content_type"}
)
# What readers see of a file besides its content: it may be changed behind the same number. Only documents show titles.
SEEN_OF_FILES = ("credit", "licence", "reuse", "territory")
SEEN_OF_IMAGES = (
    *SEEN_OF_FILES,
    "alt_texts",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)
SEEN_OF_DOCUMENTS = (*SEEN_OF_FILES, "title")
HALF = DIGEST_LENGTH // 2


def digest_of_text(content: Page) -> str:
    """Returns the digest of all that readers see of a page (as its own class), whenever it appears.

    It is the same for a version in memory and for the same one read from the database, in whatever language somebody
    works. Its first half is about the page alone (`without_files`). One query for each kind of file that the page uses.
    """
    bodies = [field.name for field in content._meta.get_fields() if isinstance(field, StreamField)]
    page = {
        "page": digest_of_page(content, ignored=NO_TEXT.union(bodies)),
        "bodies": {name: _blocks(content, name) for name in bodies},
    }
    return _hash(page) + _hash(_files(content))


def without_files(digest: str) -> str:
    """Returns the part of a digest that says nothing of what is behind the numbers of files."""
    return digest[:HALF]


def _hash(data: object) -> str:
    text = json.dumps(data, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.blake2b(text.encode(), digest_size=HALF // 2).hexdigest()


def _blocks(content: Page, name: str) -> object:
    """Returns the blocks of a body as a form would save them: with every field, and without the ids of blocks.

    As it is stored, a body may lack fields that came later, and ids, which are then new at each reading.
    """
    value = getattr(content, name)
    for block in value:
        _ = block.value  # else a block gives back what is stored
    return _without_ids(value.stream_block.get_prep_value(value))


def _without_ids(data: object) -> object:
    if isinstance(data, dict):
        is_block = {"type", "value"} <= data.keys()
        return {key: _without_ids(each) for key, each in data.items() if not (is_block and key == "id")}
    return [_without_ids(each) for each in data] if isinstance(data, list) else data


def _files(content: Page) -> list[list[object]]:
    keys = file_keys(content)
    found: list[list[object]] = []
    for model in (FederationImage, FederationDocument):
        wanted = [key for kind, key in keys if kind is model]
        rows = model.objects.filter(pk__in=wanted).order_by("pk") if wanted else ()
        found += [[model.__name__, row.pk, _content_of(row), *seen_of_file(row).values()] for row in rows]
    return found


def _content_of(file: File) -> str:
    """Returns the hash of a file, which old rows get when they are asked for it first; "" when the file is gone."""
    try:
        return str(file.get_file_hash())
    except OSError:
        return ""


def seen_of_file(file: File) -> dict[str, object]:
    """Returns what readers see of a file's row, with its texts in all languages."""
    names = SEEN_OF_IMAGES if isinstance(file, FederationImage) else SEEN_OF_DOCUMENTS
    return {name: getattr(file, name) for name in names}
