"""Class attributes by which a kind of content describes itself to listings and search (docs/adr/0034)."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from django.db.models import Exists, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.models.listing_group import ListingGroup

FrontPageBlock = Literal["latest", "releases", "coming", "missions"]


class KindDescription:
    """The attributes of a kind of content.

    The defaults are those of an article; `kind` and its labels are in `BasePage`. When to use the kind is said by
    Wagtail's `page_description`, and by `take_instead` when not to.
    """

    listing_group: ClassVar[ListingGroup] = ListingGroup.NEWS
    listing_page: ClassVar[str] = "news"
    """The federation's page that lists the kind, by the key of its section blueprint."""
    front_page_block: ClassVar[FrontPageBlock] = "latest"
    """The block of the front page that shows the kind; news is in "latest" as well as in a block of its own."""
    in_news_sitemap: ClassVar[bool] = False
    """Whether the kind is news in the sense of Google News."""
    has_calendar: ClassVar[bool] = False
    """Whether its pages are in calendars; the kind registers how (events.ical.components.calendar_components)."""
    agenda_template: ClassVar[str] = "components/agenda_row.html"
    """The template of a page of the kind in an agenda."""
    leads_on_organisation: ClassVar[bool] = False
    """Whether the page of an organisation shows the kind first, apart from all others."""
    deadline_field: ClassVar[str] = ""
    """The field with the last day to do something, of which the dashboard reminds; "" if there is none."""
    deadline_label: ClassVar[str | Promise] = ""
    scheduled_label: ClassVar[str | Promise] = _("sera publié")
    """What happens to a scheduled page at its moment, in the dashboard's words."""
    schedule_is_embargo: ClassVar[bool] = False
    """Whether a scheduled page of the kind is under embargo until its moment."""
    requires_credits: ClassVar[bool] = False
    """Whether each image and file of a page needs a credit before it is published: the press takes them up."""
    has_press_kit: ClassVar[bool] = False
    """Whether its pages have a press kit: their files with credit and licence, one by one and as one archive."""
    country_field: ClassVar[str] = ""
    """The field with the country that a page leads to, by which subscribers choose; "" if there is none."""

    @property
    def is_open(self) -> bool:
        """Whether one may still sign up or apply; `False` for kinds that do not take place."""
        # Templates ask every kind, and Django looks for an attribute that is missing in all names of a page.
        return False

    @classmethod
    def is_void_in_rows(cls) -> Exists | None:
        """Returns the condition on content pages (outer rows) that are of this kind and were called off or put off.

        `None` for a kind of which that is never said.
        """
        return None

    @classmethod
    def columns_of_others(cls) -> Mapping[str, Subquery]:
        """Returns what its pages show of another table's rows, as expressions by name.

        Who reads many pages annotates them, so that none asks for itself.
        """
        return {}
