"""Says who must have a second factor. Apps above register whom they mean; nobody may leave one out for others."""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from fedcms.users.models import User

Rule = Callable[[User], bool]

_rules: list[Rule] = []
_excused: list[Rule] = []


def register_required(asks: Rule) -> None:
    """Registers a function that says whether a person's rights ask for a second factor."""
    _rules.append(asks)


def register_excused_here(excuses: Rule) -> None:
    """Registers a function that excuses an account on the machine of who tries the site: that of the demo."""
    _excused.append(excuses)


def must_have_second_factor(user: User) -> bool:
    """Returns whether a person must sign in with a second factor: administrators, and whom others registered."""
    if not settings.FEDCMS_SECOND_FACTOR_REQUIRED:
        return False
    if _is_tried_here() and any(excuses(user) for excuses in _excused):
        return False
    return user.is_superuser or any(asks(user) for asks in _rules)


def _is_tried_here() -> bool:
    """Returns whether the site is one that somebody tries on their own machine: all its addresses are that machine's.

    The settings are asked, not the request, which says what it likes.
    """
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    return all(_is_of_this_machine(each) for each in (host, *settings.ALLOWED_HOSTS))


def _is_of_this_machine(host: str) -> bool:
    """Returns whether a host is localhost, 127.0.0.1 or ::1."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
