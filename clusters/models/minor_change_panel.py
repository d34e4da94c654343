"""The panel that asks the editor whether a change is minor (clusters.translation.state.minor_changes)."""

from wagtail.admin.panels import FieldPanel

FIELD = "is_minor_change"


class MinorChangePanel(FieldPanel):
    """The panel with the choice. Pages without translations have no such field, and the panel is hidden."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(FIELD, **{"icon": "wagtail-localize-language", **kwargs})

    def clone_kwargs(self) -> dict[str, object]:
        """Returns the arguments of a copy, without the name of the field, which the constructor sets."""
        kwargs: dict[str, object] = super().clone_kwargs()
        kwargs.pop("field_name")
        return kwargs
