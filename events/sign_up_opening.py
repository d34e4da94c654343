"""Whether one may sign up to an event on this site, for machines: its page's data and the API say the same."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SignUpOpening:
    """What everybody may know of a sign-up: no number of people, and nothing of who they are."""

    address: str
    """Of the form, with the site's own address; "" once nobody may use it any more."""
    is_early: bool
    """Whether it opens later, perhaps for members already."""
    has_seats: bool
    """Whether one may sign up now, and may have a seat."""
    is_for_all: bool
    """Whether everybody may come, at least later: what is for members alone is no public offer."""
    opens: datetime | None
    """When it opens (aware), if somebody has said so."""
    closes: datetime
    """When it closes (aware)."""
