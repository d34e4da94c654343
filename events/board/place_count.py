"""How many places a mission has, in words: all of them, or those that are free."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from fedcms.core.i18n.formatting import number


@dataclass(frozen=True)
class PlaceCount:
    """How many places a mission has, and how many of them are free, as far as that is known to everybody."""

    all: int
    free: int | None = None

    def __str__(self) -> str:
        shown = {"all": number(self.all), "free": number(self.free or 0)}
        if self.free is None:
            return ngettext("%(all)s place", "%(all)s places", self.all) % shown
        if self.free == self.all:
            return ngettext("%(all)s libre", "%(all)s libres", self.all) % shown
        return ngettext("%(free)s libre sur %(all)s", "%(free)s libres sur %(all)s", self.free) % shown
