"""Makes a person a member by the link of her invitation: with a new account, or the one that her address has.

All that knows of accounts and passwords is here and in clusters.people.acceptance_views (docs/adr/0044).
"""

import re
from dataclasses import dataclass

from django.db import transaction
from wagtail.users.models import UserProfile

from clusters.models.invitation import Invitation
from clusters.people.addresses import account_of, accounts_of
from clusters.people.invitations import accept, lock_for_acceptance
from fedcms.users.models import User

USERNAME_LENGTH = 150
# What a user name may consist of, besides letters and digits (Django's UnicodeUsernameValidator).
_NOT_IN_USERNAMES = re.compile(r"[^\w.@+-]")


class AccountAppeared(Exception):
    """Raised when the address has an account by now, with which the invitation is accepted."""


class AccountGone(Exception):
    """Raised when the address has no active account any more."""


class NotProven(Exception):
    """Raised when nobody has shown that the account is hers: neither signed in with it nor given its password."""


@dataclass(frozen=True)
class NewAccount:
    """What a person says of herself."""

    first_name: str
    last_name: str
    password: str


def free_username(address: str) -> str:
    """Returns the address as a user name, with a number if somebody has it already."""
    base = _NOT_IN_USERNAMES.sub("-", address.strip().lower())[: USERNAME_LENGTH - 4]
    name, number = base, 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{base}-{number}"
    return name


@transaction.atomic
def accept_with_new_account(token: str, new: NewAccount) -> User:
    """Makes an account with the person's own password and accepts the invitation; returns the account.

    Raises `LinkRefused`, or `AccountAppeared`.
    """
    invitation = lock_for_acceptance(token)
    if account_of(invitation.email) is not None:
        raise AccountAppeared
    user = User(
        username=free_username(invitation.email),
        email=invitation.email,
        first_name=new.first_name,
        last_name=new.last_name,
    )
    user.set_password(new.password)
    user.save()
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": invitation.language})
    accept(invitation, user)
    return user


@transaction.atomic
def accept_with_account(token: str, signed_in: int | None, password: str) -> User:
    """Accepts an invitation with an account of its address; returns the account.

    Anybody may write any address into their account: so it must be the one that is signed in (its key), or that has
    the password. Raises `LinkRefused`, `AccountGone` or `NotProven`.
    """
    invitation = lock_for_acceptance(token)
    accounts = [account for account in accounts_of(invitation.email) if account.is_active]
    if not accounts:
        raise AccountGone
    for account in accounts:
        if account.pk == signed_in or (password and account.check_password(password)):
            accept(invitation, account)
            return account
    raise NotProven


def account_for(invitation: Invitation) -> User | None:
    """Returns the account with which an invitation is accepted, `None` if one is made."""
    return account_of(invitation.email)
