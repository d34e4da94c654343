"""Computes a digest of what a page or a shared row shows to a visitor; it is equal when nothing shown differs."""

import hashlib
import json
from collections.abc import Mapping

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_serializable_data_for_fields,
)
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

# Columns in which Wagtail stores drafts, locks and the tree. Address, position, and whether the page is public are
# compared separately; `last_published_at` also changes with a publication that changes no word.
UNSEEN = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "live",
        "expired",
        "has_unpublished_changes",
        "draft_title",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "last_published_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "latest_comment_created_at",
        COMMENTS_RELATION_NAME,
    }
)


def digest_of_page(page: Page, ignored: frozenset[str] = frozenset()) -> str:
    """Returns the digest of a page, which must be specific (an instance of its own class).

    Fields in `ignored` do not count. Its children are read from memory, since they may be saved only after it. Their
    primary keys do not count: new children get theirs later.
    """
    unseen = UNSEEN.union(_unseen(page), ignored)
    content: dict[str, object] = get_serializable_data_for_fields(page)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and isinstance(text := content.get(field.name), str):
            # PostgreSQL gives a block's keys back in another order than that in which they were written.
            content[field.name] = json.loads(text)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name not in unseen:
            own = {"pk", relation.field.name}
            content[name] = [_without(own, child) for child in getattr(page, name).all()]
    for field in get_all_child_m2m_relations(page):
        content[field.name] = sorted(other.pk for other in getattr(page, field.name).all())
    told = getattr(page, "shown_of_others", None)
    if told is not None and (of_others := told()):
        content["shown_of_others"] = of_others
    return _digest(content, unseen)


def _without(own: set[str], child: models.Model) -> dict[str, object]:
    """Returns the fields of a child and of its own children, without the fields in `own`."""
    nested = getattr(child, "serializable_data", None)
    content = get_serializable_data_for_fields(child) if nested is None else nested()
    return {key: value for key, value in content.items() if key not in own}


def digest_of_row(row: models.Model) -> str:
    """Returns the digest of a row that is not a page: of its columns, and of the relations in `seen_relations`.

    Children are read from memory, as those of pages; of rows that many share, their keys count.
    """
    content: dict[str, object] = {
        field.attname: field.value_from_object(row) for field in row._meta.concrete_fields
    }
    for name in getattr(row, "seen_relations", ()):
        relation, others = row._meta.get_field(name), getattr(row, name).all()
        if relation.many_to_many:
            content[name] = sorted(other.pk for other in others)
        else:
            own = {"pk", relation.field.name}  # type: ignore[union-attr]  # a relation to many
            content[name] = sorted((_without(own, child) for child in others), key=repr)
    return _digest(content, _unseen(row))


def _unseen(row: models.Model) -> frozenset[str]:
    """Returns the fields that the class declares as shown nowhere."""
    return frozenset(getattr(row, "unseen_fields", ()))


def _digest(content: Mapping[str, object], unseen: frozenset[str]) -> str:
    seen = {name: value for name, value in content.items() if name not in unseen}
    text = json.dumps(seen, sort_keys=True, cls=_Encoder)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class _Encoder(DjangoJSONEncoder):
    """Django's JSON encoder, which writes other values (a file, a country, a translated text) as text."""

    def default(self, o: object) -> object:
        """Encodes as Django does, or else as text."""
        try:
            return super().default(o)
        except TypeError:
            return str(o)
