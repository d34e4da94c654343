"""Class attributes by which a kind of content describes itself to listings and search (docs/adr/0034)."""

from typing import ClassVar, Literal

from django.utils.functional import Promise

from clusters.models.listing_group import ListingGroup

FrontPageBlock = Literal["latest", "releases", "coming", "missions"]


class KindDescription:
    """The defaults are those of an article; a kind names what is different. `kind` and its labels: `BasePage`."""

    listing_group: ClassVar[ListingGroup] = ListingGroup.NEWS
    front_page_block: ClassVar[FrontPageBlock] = "latest"
    """The block of the front page that shows the kind; news stands in "latest" as well as in a block of its own."""
    in_news_sitemap: ClassVar[bool] = False
    """Whether it is news as Google News takes it."""
    has_calendar: ClassVar[bool] = False
    """Whether its pages stand in calendars; the kind registers how (events.ical.components.calendar_components)."""
    agenda_template: ClassVar[str] = "components/agenda_row.html"
    """How an agenda shows one page of the kind."""
    leads_on_organisation: ClassVar[bool] = False
    """Whether the page of an organisation shows the kind first, apart from all else."""
    deadline_field: ClassVar[str] = ""
    """The field with the last day to do something, of which the dashboard reminds; none: there is no such day."""
    deadline_label: ClassVar[str | Promise] = ""
