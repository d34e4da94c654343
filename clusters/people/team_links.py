"""Gives the screens of a team the links to the same screen of a person's other teams."""

from collections.abc import Callable, Iterable

from clusters.models.owner import SectionOwner
from clusters.people.teams import team_number

TeamLink = tuple[str, str, bool]
"""The address, the name, and whether it is the team that is shown: what editors/team_links.html takes."""


def team_links(
    owners: Iterable[SectionOwner], shown: SectionOwner, address_of: Callable[[SectionOwner], str]
) -> list[TeamLink]:
    """Returns a link to the screen of each owner's team."""
    number = team_number(shown)
    return [(address_of(each), str(each), team_number(each) == number) for each in owners]
