"""Tells whether two versions of a page are the same text: what a co-signing cluster has approved."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import Page

from clusters.press_access.page_files import file_keys
from fedcms.core.changes.content_digest import digest_of_page
from fedcms.media.models import FederationDocument, FederationImage

# When a page appears is the lead's decision; the history and the row of a page are no text.
NO_TEXT = frozenset(
    {"go_live_at", "expire_at", "first_published_at", "translation_key", "locale", "content_type"}
)
# What readers see of a file: it may be replaced behind the same number.
SEEN_OF_FILES = ("file_hash", "title", "credit", "alt_texts")


def digest_of_text(content: Page) -> str:
    """Returns the digest of all that readers see of a page (as its own class), whenever it appears.

    It is the same for a version in memory and for the same one read from the database. One query for each kind of
    file that the page uses.
    """
    bodies = [field.name for field in content._meta.get_fields() if isinstance(field, StreamField)]
    parts = {
        "page": digest_of_page(content, ignored=NO_TEXT.union(bodies)),
        "bodies": {name: _blocks(content, name) for name in bodies},
        "files": _files(content),
    }
    text = json.dumps(parts, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


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


def _files(content: Page) -> list[list[str]]:
    keys = file_keys(content)
    found = []
    for model in (FederationImage, FederationDocument):
        wanted = [key for kind, key in keys if kind is model]
        for row in model.objects.filter(pk__in=wanted).order_by("pk") if wanted else ():
            seen = [str(getattr(row, name, "") or "") for name in SEEN_OF_FILES]
            found.append([model.__name__, str(row.pk), *seen])
    return found
