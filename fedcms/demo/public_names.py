"""The demo is for trying on one's own machine: under a public name it is neither loaded nor served."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from fedcms.core.checks import is_of_this_machine
from fedcms.demo.accounts import demo_accounts

_WHY = "Anybody could sign in: the password of the demo's accounts is published."
_HINT = (
    "Serve it on this machine alone, or begin with an empty database: `manage.py prepare_site` loads no demo."
)


def names_for_others() -> list[str]:
    """Returns the names of the site by which other machines reach it."""
    names = [*settings.ALLOWED_HOSTS, urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"]
    return sorted({name for name in names if not is_of_this_machine(name)})


def _accounts_in_public() -> list[str]:
    """Returns the demo's accounts that would be open to others; none while the database or its tables are away."""
    if not names_for_others():
        return []
    try:
        with transaction.atomic():
            return [user.username for user in demo_accounts()]
    except DatabaseError:
        return []


@register(Tags.database)
def the_demo_is_not_public(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E006 if the demo's accounts, with their published password, are in a site that others reach."""
    # A plain `manage.py check` asks no database.
    if databases and (accounts := _accounts_in_public()):
        names, count = ", ".join(names_for_others()), len(accounts)
        said = (
            f"This database has {count} accounts of the demo, and the site is to be served as {names}. {_WHY}"
        )
        return [Error(said, hint=_HINT, id="fedcms.E006")]
    return []


def refuse_in_public() -> None:
    """Ends a web process that would serve the demo under a public name, with `ImproperlyConfigured`."""
    found = the_demo_is_not_public(None, ["default"])
    if names_for_others():
        # The threads that answer have connections of their own.
        connection.close()
    for message in found:
        raise ImproperlyConfigured(str(message))
