"""Who sees how many subscribers a team has (its members), and who looks one up (the federation's publishers)."""

from clusters.access.teams import Person, is_superuser, teams_of
from clusters.models.owner import SectionOwner
from clusters.people.teams import may_see


def sees_numbers(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person sees the numbers of a team."""
    return is_superuser(user) or may_see(user, owner)


def sees_any_numbers(user: Person) -> bool:
    """Returns whether there is a team whose numbers a person sees. No query beyond that for their teams."""
    return is_superuser(user) or bool(teams_of(user))


def may_find_subscriber(user: Person) -> bool:
    """Returns whether a person may export and erase what is kept of one address, on its owner's request."""
    return is_superuser(user) or teams_of(user).federation == "publisher"
