"""Finds the accounts that an operator names, or refuses all of them."""

from collections.abc import Sequence

from django.core.management.base import CommandError

from fedcms.users.models import User


def accounts_named(names: Sequence[str]) -> list[User]:
    """Returns the accounts of these user names. Raises `CommandError` when there is none of one of them."""
    users = list(User.objects.filter(username__in=names))
    known = {user.get_username() for user in users}
    if unknown := [name for name in names if name not in known]:
        raise CommandError(f"No account is called so: {', '.join(unknown)}. Nothing was done.")
    return users
