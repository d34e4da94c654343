"""Which images and documents a page in memory refers to; Wagtail's reference index knows the stored page alone.

Wagtail reads all that a page refers to, for each of its relations and with a query for its comments. Only the fields
that can lead to a file are read here, by their own `extract_references`, as Wagtail's documentation tells fields to
have it. tests/clusters/publishing/test_file_references.py compares both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import Field, Model
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from fedcms.media.models import FederationDocument, FederationImage, FileModel

MODELS: tuple[FileModel, ...] = (FederationImage, FederationDocument)
"""The models of the files of the library."""


@dataclass(frozen=True)
class _FileFields:
    """Where a model can refer to files: its fields, and the accessors of its child relations that can."""

    keys: tuple[tuple[str, FileModel], ...]
    texts: tuple["Field[object, object]", ...]
    children: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.keys or self.texts or self.children)


@cache
def _file_fields(model: type[Model]) -> _FileFields:
    fields = model._meta.get_fields()  # Django's public API, in spite of its name
    return _FileFields(
        keys=tuple(
            (field.attname, file_model)
            for field in fields
            if isinstance(field, Field) and field.many_to_one
            for file_model in MODELS
            if isinstance(field.related_model, type) and issubclass(field.related_model, file_model)
        ),
        texts=tuple(
            field for field in fields if isinstance(field, Field) and hasattr(field, "extract_references")
        ),
        children=tuple(
            relation.get_accessor_name()
            for relation in get_all_child_relations(model)
            if _file_fields(relation.related_model)
        ),
    )


def _references(content: Model) -> Iterator[tuple[FileModel, object]]:
    fields = _file_fields(type(content))
    for name, file_model in fields.keys:
        yield file_model, getattr(content, name)
    for field in fields.texts:
        value = field.value_from_object(content)
        if value is None:
            continue
        for model, key, _model_path, _content_path in field.extract_references(value):  # type: ignore[attr-defined]  # has it
            for file_model in MODELS:
                if issubclass(model, file_model):
                    yield file_model, key
    for name in fields.children:
        for child in getattr(content, name).all():
            yield from _references(child)


def file_references(page: Page) -> Mapping[FileModel, set[int]]:
    """Returns the primary keys of the images and documents that a page as it is in memory refers to, by their model."""
    found: dict[FileModel, set[int]] = {model: set() for model in MODELS}
    for model, key in _references(page):
        if str(key).isdecimal():
            found[model].add(int(str(key)))
    return found
