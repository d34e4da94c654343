"""Finds where each text and value of a page is in its editor: tab, field or block, and order."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import TranslationContext
from wagtail_localize.views.edit_translation import TabHelper, get_segment_location_info

LAST = 10**6
"""The order of texts and values that the form of the original does not show: after all others."""


@dataclass(frozen=True)
class Location:
    """The place of a text or value in the editor of the original page.

    `tab`, `field` and `part` are labels; `block` is the id of the block, which tells two blocks of one type apart;
    `kind` is the type of a value's widget, `page_types` are the models that a page chooser offers.
    """

    tab: str
    field: str
    part: str
    block: str
    order: int
    kind: str = ""
    page_types: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label, such as "Témoignage – Citation"."""
        return f"{self.field} – {self.part}" if self.part else self.field


class Layout:
    """Finds the locations of texts and values; reads the panels of a page once, through wagtail-localize."""

    def __init__(self, source: Page) -> None:
        self.source = source
        self._tabs = TabHelper(source)
        self._names = {each["slug"]: str(each["label"]) for each in self._tabs.tabs_with_slugs}

    def location(self, context: TranslationContext, *, with_kind: bool = False) -> Location:
        """Returns the location of a text or value.

        If no panel shows it any more, it is the last, named after its field.
        """
        try:
            found = get_segment_location_info(
                self.source,
                self._tabs,
                context.path,
                context.get_field_path(self.source),
                widget=with_kind,
            )
        except (LookupError, AttributeError, FieldDoesNotExist):
            # No panel, or the block or field is gone: its text must be translated all the same.
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
        """Returns the label of a field; of a field that the model no longer has, its name."""
        try:
            found = self.source._meta.get_field(field)
        except FieldDoesNotExist:
            return str(capfirst(field))
        return str(capfirst(str(getattr(found, "verbose_name", field))))
