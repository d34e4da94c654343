"""Says who must have a second factor. Rooms above register whom they mean; nobody may leave one out for others."""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from fedcms.users.models import User

Asked = Callable[[User], bool]

_asked: list[Asked] = []
_excused: list[Asked] = []


def register_required(asks: Asked) -> None:
    """Registers a function that says whether a person's rights ask for a second factor."""
    _asked.append(asks)


def register_excused_here(excuses: Asked) -> None:
    """Registers a function that excuses an account on the machine of who tries the site: that of the demo."""
    _excused.append(excuses)


def must_have_second_factor(user: User) -> bool:
    """Returns whether a person must sign in with a second factor: administrators, and whom others registered."""
    if not settings.FEDCMS_SECOND_FACTOR_REQUIRED:
        return False
    if _is_tried_here() and any(excuses(user) for excuses in _excused):
        return False
    return user.is_superuser or any(asks(user) for asks in _asked)


def _is_tried_here() -> bool:
    """Returns whether the site's own address is this machine's: 127.0.0.1, ::1 or localhost.

    The setting is asked, not the request, which says what it likes.
    """
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
