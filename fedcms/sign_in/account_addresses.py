"""Finds the accounts of a mail address, as Django's reset of passwords does."""

from fedcms.core.mail_addresses import comparable
from fedcms.users.models import User


def is_same_address(first: str, second: str) -> bool:
    """Returns whether a mail to either address reaches the same person.

    An address with a letter that only looks like another's (K, the sign of kelvin) is another mailbox.
    """
    return first.isascii() == second.isascii() and comparable(first) == comparable(second)


def accounts_of(address: str) -> list[User]:
    """Returns the accounts that give an address as theirs, the active one that was used last first.

    Nobody may have checked that it is theirs: it proves nothing without their password. The database compares by its
    own rules, so that what it finds is compared again.
    """
    found = [
        user for user in User.objects.filter(email__iexact=address) if is_same_address(user.email, address)
    ]
    return sorted(
        found,
        key=lambda user: (user.is_active, user.last_login is not None, user.last_login or user.date_joined),
        reverse=True,
    )


def account_of(address: str) -> User | None:
    """Returns the first of the accounts of an address, active or not."""
    return next(iter(accounts_of(address)), None)
