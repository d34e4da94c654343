"""The form of content pages: required fields are checked at publication, not in a draft.

Wagtail allows required fields of its forms to be empty in a draft, so that saving while typing never fails. The same
holds here for further fields of a content page (its summary, the organisation of a story). A draft that is published
without its form is refused by a policy (clusters.publishing.finished).
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from wagtail.blocks.base import BlockField
from wagtail.blocks.stream_block import StreamBlockValidationError


def _drop_repeated(errors: ErrorList) -> None:
    """Removes the errors that repeat another's words; errors of blocks say more than their words."""
    kept: dict[object, object] = {}
    for error in errors.data:
        key: object = id(error)
        if isinstance(error, ValidationError) and type(error) is ValidationError:
            key = tuple(error.messages)
        kept.setdefault(key, error)
    errors.data = list(kept.values())  # type: ignore[arg-type]  # they were in it


class RequiredToPublishForm:
    """The first base of a page form: requires the fields of a published page, and none of them in a draft."""

    instance: Any
    fields: dict[str, Any]
    errors: ErrorDict
    add_error: Callable[[str | None, ValidationError], None]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in self.instance.required_to_publish:
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = self.instance.required_to_publish[name]

    def clean(self) -> dict[str, Any]:
        """Adds the reason beside an empty body: a stream of blocks does not heed whether its field is required."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]  # a mixin
        for name, reason in self.instance.required_to_publish.items():
            field = self.fields.get(name)
            is_empty = isinstance(field, BlockField) and name in cleaned and not cleaned[name]
            if is_empty and not self.instance.is_unfinished:
                self.add_error(name, StreamBlockValidationError(non_block_errors=[ValidationError(reason)]))
        return cleaned

    def _post_clean(self) -> None:
        """Validates the page, and removes what form and page said in the same words of the same field."""
        super()._post_clean()  # type: ignore[misc]  # a mixin
        for errors in self.errors.values():
            if isinstance(errors, ErrorList):
                _drop_repeated(errors)

    def defer_required_fields(self) -> None:
        """Marks the page as unfinished while Wagtail saves a draft."""
        super().defer_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = True

    def restore_required_fields(self) -> None:
        """Removes that mark when Wagtail shows the form again."""
        super().restore_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = False
