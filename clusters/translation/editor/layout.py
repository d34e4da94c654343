"""Where each text and value of a page stands in its editor: the tab, the field or block, and in which order."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import TranslationContext
from wagtail_localize.views.edit_translation import TabHelper, get_segment_location_info

LAST = 10**6
"""The order of what the form of the original does not show."""


@dataclass(frozen=True)
class Location:
    """`block` tells two blocks of one kind apart; `choice` is the kind of a value, and the models of a chooser."""

    tab: str
    field: str
    part: str
    block: str
    order: int
    kind: str = ""
    page_types: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Such as "Témoignage – Citation"."""
        return f"{self.field} – {self.part}" if self.part else self.field


class Layout:
    """Asks wagtail-localize, which knows the panels; reads them once."""

    def __init__(self, source: Page) -> None:
        self.source = source
        self._tabs = TabHelper(source)
        self._names = {each["slug"]: str(each["label"]) for each in self._tabs.tabs_with_slugs}

    def location(self, context: TranslationContext, *, with_kind: bool = False) -> Location:
        """Of a text or a value; what has no panel any more stands at the end, under its field's name."""
        try:
            found = get_segment_location_info(
                self.source,
                self._tabs,
                context.path,
                context.get_field_path(self.source),
                widget=with_kind,
            )
        except (LookupError, AttributeError, FieldDoesNotExist):
            # No panel, or a block or field that is gone: its text is to be translated all the same.
            return Location(_("Autres champs"), self._name_of(context.path.partition(".")[0]), "", "", LAST)
        widget = found["widget"] or {}
        return Location(
            self._names.get(found["tab"], ""),
            str(found["field"]),
            str(found["subField"] or ""),
            str(found["blockId"] or ""),
            int(found["order"]),
            str(widget.get("type", "")),
            tuple(widget.get("allowed_page_types", ())),
        )

    def _name_of(self, field: str) -> str:
        """For people; a field that the model does not have any more, as it was called."""
        try:
            found = self.source._meta.get_field(field)
        except FieldDoesNotExist:
            return str(capfirst(field))
        return str(capfirst(str(getattr(found, "verbose_name", field))))
