"""The cells of the translation report: the state of each original in each language, in two queries."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.translation.models import State
from fedcms.core.i18n.days import formatted_day
from fedcms.core.i18n.formatting import list_separator, number

ICONS = {
    State.MISSING: "circle-xmark",
    State.MACHINE: "cogs",
    State.STALE: "warning",
    State.FRESH: "circle-check",
}

STAGES: dict[str, str | Promise] = {
    "review": _("En relecture"),
    "scheduled": _("Programmée"),
    "draft": _("Brouillon"),
    "changed": _("En ligne, brouillon à publier"),
    "live": _("En ligne"),
}


@dataclass(frozen=True)
class Cell:
    """A page in a language.

    `state` is "" for the original itself; `since` is aware; `url` is "" if the person may not open the page.
    """

    code: str
    language: str
    state: str = ""
    texts: int = 0
    changed: int = 0
    since: datetime | None = None
    stage: str = ""
    follows: bool = True
    url: str = ""
    assignee: str = ""

    @cached_property
    def label(self) -> str:
        """The state in words."""
        return str(State(self.state).label) if self.state else ""

    @property
    def icon(self) -> str:
        """The icon of the state, so that no information is in its colour alone."""
        return ICONS[State(self.state)] if self.state else ""

    @cached_property
    def detail(self) -> str:
        """How much is to be translated, and since when."""
        if self.state == State.STALE:
            what = ngettext("%(count)s texte à revoir", "%(count)s textes à revoir", self.changed) % {
                "count": number(self.changed)
            }
            if not self.since:
                return what
            day = formatted_day(localtime(self.since), "SHORT_DATE_FORMAT")
            return list_separator().join([what, gettext("depuis le %(day)s") % {"day": day}])
        if self.state == State.MISSING and self.texts:
            return gettext("%(count)s textes à traduire sur %(total)s") % {
                "count": number(self.changed),
                "total": number(self.texts),
            }
        return "" if self.follows else gettext("Ne suit plus l’original")

    @cached_property
    def progress(self) -> str | Promise:
        """The stage of the translation, in words."""
        return STAGES.get(self.stage, "")


@dataclass(frozen=True)
class ReportRow:
    """An original and its languages."""

    pk: int
    title: str
    code: str
    language: str
    kind: str
    cluster: str
    is_live: bool
    url: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def chosen(self) -> str:
        """The label of the row's box."""
        return f"{self.title} ({self.language})"

    @property
    def key(self) -> str:
        """The key as the form posts it."""
        return str(self.pk)
