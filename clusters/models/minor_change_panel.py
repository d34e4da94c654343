"""The panel that asks the editor whether a change is minor (clusters.translation.state.minor_changes)."""

from wagtail.admin.panels import FieldPanel

FIELD = "is_minor_change"


class MinorChangePanel(FieldPanel):
    """Shows the choice; a page without translations has no such field, and the panel hides itself."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(FIELD, **{"icon": "wagtail-localize-language", **kwargs})

    def clone_kwargs(self) -> dict[str, object]:
        """The field's name is always the same."""
        kwargs: dict[str, object] = super().clone_kwargs()
        kwargs.pop("field_name")
        return kwargs
