"""Records security events when accounts are saved, signed in, or given rights."""

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest

from fedcms.sign_in.account_addresses import is_same_address
from fedcms.sign_in.identity_providers.sessions import provider_of_session
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.second_factor.factors import PROOFS
from fedcms.sign_in.security_log.alerts import (
    tell_new_password,
    tell_of_new_administrator,
    tell_of_opened_administrator,
)
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User

Kind = SecurityEvent.Kind
ADMINISTRATION = "superuser"
"""How an event calls the right to everything, which no group gives."""


def record_sign_in(user: User, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Receives `user_logged_in`; the event names the identity provider by which somebody came."""
    record(Kind.SIGNED_IN, user, actor=user, detail=provider_of_session(request))


def record_added_factor(user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """Receives that somebody has made a second factor; recovery codes come with one."""
    if authenticator.type in PROOFS:
        record(Kind.FACTOR_ADDED, user, detail=str(authenticator.type))


def record_removed_factor(user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """Receives that somebody has removed a second factor of their own."""
    if authenticator.type in PROOFS:
        record(Kind.FACTOR_REMOVED, user, detail=str(authenticator.type))


def record_recovery_code(user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """Receives that somebody has shown a second factor: a recovery code is one that is told."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record(Kind.RECOVERY_CODE_USED, user, actor=user)


def record_saved_account(sender: type, instance: User, created: bool, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of an account: what changed of how it is entered, and of what it may do."""
    if raw:
        return
    if created:
        record(Kind.ACCOUNT_CREATED, instance)
        _record_administration(instance, was=False, is_new=True)
        return
    before = instance.before_save
    if getattr(instance, "_password", None) is not None:
        record(Kind.PASSWORD_CHANGED, instance)
        # Whoever changes both at once is told by the other notice; the former address is the owner's.
        tell_new_password(instance, email=before.email if before is not None else "")
    if before is None:
        return
    if before.email and not is_same_address(before.email, instance.email):
        record(Kind.EMAIL_CHANGED, instance)
    if before.is_active != instance.is_active:
        record(Kind.ACCOUNT_OPENED if instance.is_active else Kind.ACCOUNT_CLOSED, instance)
        if instance.is_active and instance.is_superuser and before.is_superuser:
            tell_of_opened_administrator(instance)
    _record_administration(instance, was=before.is_superuser)


def record_deleted_account(sender: type, instance: User, **kwargs: object) -> None:
    """Receives `post_delete` of an account, whose number is all that is left."""
    record(Kind.ACCOUNT_DELETED, None, detail=f"#{instance.pk}")


def record_rights(
    instance: Model, action: str, reverse: bool, pk_set: Collection[int] | None, **kwargs: object
) -> None:
    """Receives that groups were given to people or taken from them, from either side."""
    kinds = {"post_add": Kind.RIGHTS_GIVEN, "post_remove": Kind.RIGHTS_TAKEN, "pre_clear": Kind.RIGHTS_TAKEN}
    kind = kinds.get(action)
    if kind is None or pk_set == set():
        return
    if isinstance(instance, User):
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        names = ", ".join(groups.order_by("name").values_list("name", flat=True))
        if names:
            record(kind, instance, detail=names)
    elif isinstance(instance, Group):
        people = (
            User.objects.filter(groups=instance) if pk_set is None else User.objects.filter(pk__in=pk_set)
        )
        for user in people.order_by("pk"):
            record(kind, user, detail=instance.name)


def record_rights_of_group(sender: type, instance: Group, **kwargs: object) -> None:
    """Receives `group_rights_changed`."""
    record(Kind.GROUP_CHANGED, None, detail=instance.name)


def record_deleted_group(sender: type, instance: Group, **kwargs: object) -> None:
    """Receives `pre_delete` of a group: its people lose what it gave."""
    for user in User.objects.filter(groups=instance).order_by("pk"):
        record(Kind.RIGHTS_TAKEN, user, detail=instance.name)


def _record_administration(user: User, *, was: bool, is_new: bool = False) -> None:
    if user.is_superuser == was:
        return
    record(Kind.RIGHTS_GIVEN if user.is_superuser else Kind.RIGHTS_TAKEN, user, detail=ADMINISTRATION)
    if user.is_superuser:
        tell_of_new_administrator(user, is_new=is_new)
