"""Copies what is the same in every language within blocks whose texts are translated: the hours of a session.

A kind names them in `shared_block_values`: stream field -> names in its blocks. A block that the source has no more
goes from the translation, too; one that is new there has no words in this language yet, and comes with them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import cast

from django.db.models import Q
from wagtail.models import Page, Revision

_Block = dict[str, object]


def _names_of(page: Page) -> Mapping[str, tuple[str, ...]]:
    return getattr(page, "shared_block_values", {})


def _blocks(content: Mapping[str, object], name: str) -> list[_Block]:
    """Returns the blocks of a field of a serialised page."""
    return cast("list[_Block]", json.loads(str(content.get(name) or "[]")))


def _followed(own: list[_Block], source: list[_Block], names: tuple[str, ...]) -> list[_Block]:
    """Returns the blocks of a translation with the shared values of the source's."""
    by_id = {block["id"]: cast("_Block", block["value"]) for block in source if block.get("id")}
    return [
        {**block, "value": {**cast("_Block", block["value"]), **{name: theirs.get(name) for name in names}}}
        for block in own
        if (theirs := by_id.get(block.get("id"))) is not None
    ]


def _differing(
    page: Page, content: Mapping[str, object], source: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yields name and new value (JSON) of each field that does not follow the source yet."""
    for name, names in _names_of(page).items():
        own = _blocks(content, name)
        followed = _followed(own, _blocks(source, name), names)
        if followed != own:
            yield name, json.dumps(followed)


def set_shared_block_values(page: Page, source: Page) -> bool:
    """Sets them on a page, without saving it; returns whether any was another."""
    if not _names_of(page):
        return False
    found = dict(_differing(page, page.serializable_data(), source.serializable_data()))
    for name, value in found.items():
        setattr(page, name, page._meta.get_field(name).to_python(value))
    return bool(found)


def take_over_block_values(page: Page, source: Page) -> None:
    """Writes them into a translation's row, and into its revisions that may still be published."""
    if not _names_of(page):
        return
    if set_shared_block_values(page, source):
        # Without validation, as shared fields are.
        page.save(clean=False)
    wanted = Q(pk__in=[page.latest_revision_id, page.live_revision_id]) | Q(approved_go_live_at__isnull=False)
    content = source.serializable_data()
    for revision in page.revisions.filter(wanted):
        if found := dict(_differing(page, revision.content, content)):
            revision.content |= found
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
