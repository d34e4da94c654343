"""Finds whose account an identity opens, and links it at the first time. No account is ever made."""

from collections.abc import Callable

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from fedcms.sign_in.account_addresses import accounts_of
from fedcms.sign_in.identity_providers.configuration import IdentityProvider, identity_providers
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.second_factor.notices import NOTICES, mail_notice
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User

Rule = Callable[[User, str], bool]
_people_of_cluster: list[Rule] = []


class NoAccount(Exception):
    """Nobody comes in by this identity. `why` is for the security log, `user` whose account it would have been."""

    def __init__(self, why: str, user: User | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.user = user


def register_people_of_cluster(is_of: Rule) -> None:
    """Registers the function that says whether a person is of the cluster of a slug: this app knows no clusters."""
    _people_of_cluster.append(is_of)


def linked_person(provider: IdentityProvider, subject: str) -> User | None:
    """Returns whose account an identity was linked to before. Raises `NoAccount` when it may not be entered by it."""
    linked = (
        SocialAccount.objects.select_related("user").filter(provider=provider.issuer, uid=subject).first()
    )
    if linked is None:
        return None
    user: User = linked.user
    _check(provider, user)
    return user


@transaction.atomic
def link_person(provider: IdentityProvider, subject: str, address: str) -> User:
    """Links an identity to the one open account that has a verified address, tells its person, and returns them.

    Raises `NoAccount`. An account has one identity of an issuer: an address that was given to a new colleague does not
    open the account of the one before.
    """
    if not address:
        raise NoAccount("no verified address")
    found = accounts_of(address)
    users = [user for user in found if user.is_active]
    if len(users) != 1:
        raise NoAccount("several accounts" if users else "no account", found[0] if len(found) == 1 else None)
    # Locked, so that two first sign-ins at once link one identity.
    user = User.objects.select_for_update().get(pk=users[0].pk)
    _check(provider, user)
    linked = SocialAccount.objects.filter(user=user, provider=provider.issuer).values_list("uid", flat=True)
    if subject in linked:
        return user
    if linked:
        raise NoAccount("another identity is linked", user)
    # Nothing else of what the provider says is kept.
    SocialAccount.objects.create(user=user, provider=provider.issuer, uid=subject)
    record(SecurityEvent.Kind.IDENTITY_LINKED, user, actor=user, detail=provider.id)
    mail_notice(user, NOTICES["identity_linked"], detail=provider.name)
    return user


def admits(provider: IdentityProvider, user: User) -> bool:
    """Returns whether a provider opens an account: that of a cluster those of its team alone.

    Who administers the site is of no cluster here: the provider of one of them does not open all of it.
    """
    if not provider.cluster:
        return True
    return not user.is_superuser and any(is_of(user, provider.cluster) for is_of in _people_of_cluster)


def names_of_identities(user: User) -> list[str]:
    """Returns the names of what opens an account besides its password: of a provider, or of who was one."""
    issuers = SocialAccount.objects.filter(user=user).order_by("pk").values_list("provider", flat=True)
    names = {provider.issuer: provider.name for provider in reversed(identity_providers())}
    return [names.get(issuer, issuer) for issuer in issuers]


def forget_identities(user: User) -> int:
    """Removes the identities that open an account, and ends its sessions; returns how many there were.

    Whoever keeps one calls `update_session_auth_hash` next.
    """
    count: int = SocialAccount.objects.filter(user=user).delete()[0]
    if count:
        user.end_sessions()
        record(SecurityEvent.Kind.IDENTITY_REMOVED, user)
    return count


def _check(provider: IdentityProvider, user: User) -> None:
    """Raises `NoAccount` for a closed account, and for one that is not of the provider's cluster."""
    if not user.is_active:
        raise NoAccount("closed account", user)
    if not admits(provider, user):
        raise NoAccount("not of the provider's cluster", user)
