"""The form of content pages: required fields are checked at publication, not in a draft.

Wagtail allows required fields of its forms to be empty in a draft, so that saving while typing never fails. The same
holds here for further fields of a content page (its summary, the organisation of a story). A draft that is published
without its form is refused by a policy (clusters.publishing.finished).
"""

from typing import Any


class RequiredToPublishForm:
    """The first base of a page form: requires the fields of a published page, and none of them in a draft."""

    instance: Any
    fields: dict[str, Any]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in self.instance.required_to_publish:
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = self.instance.required_to_publish[name]

    def defer_required_fields(self) -> None:
        """Marks the page as unfinished while Wagtail saves a draft."""
        super().defer_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = True

    def restore_required_fields(self) -> None:
        """Removes that mark when Wagtail shows the form again."""
        super().restore_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = False
