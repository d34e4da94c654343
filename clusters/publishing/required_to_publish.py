"""The form of content pages: required fields are checked at publication, not in a draft.

Wagtail lets required fields of its forms be empty in a draft, so that its saving as one types never fails. What a
content page must say besides (its summary, the organisation of a story) follows the same rule here. A draft that
reaches publication without its form is refused by a policy (clusters.publishing.finished).
"""

from typing import Any


class RequiredToPublishForm:
    """First base of a page form: asks for what a published page must have, in a draft for nothing of it."""

    instance: Any
    fields: dict[str, Any]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in self.instance.required_to_publish:
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = self.instance.required_to_publish[name]

    def defer_required_fields(self) -> None:
        """Wagtail saves a draft."""
        super().defer_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = True

    def restore_required_fields(self) -> None:
        """Wagtail shows the form again."""
        super().restore_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = False
