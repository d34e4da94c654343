"""Takes a right password off the count of tries, and forgets those of what has a new one: an account, a page."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from fedcms.sign_in.account_addresses import is_same_address
from fedcms.sign_in.attempts import forget_tries
from fedcms.sign_in.email_change.changes import give_up_change
from fedcms.sign_in.email_change.mails import tell_changed
from fedcms.sign_in.limited_backend import give_back_tries
from fedcms.sign_in.limits import page_limit
from fedcms.sign_in.open_sessions.register import end_all_sessions, forget_session, note_session
from fedcms.sign_in.release import forget_tries_of_account
from fedcms.sign_in.second_factor.factors import PROOFS, factors_of
from fedcms.sign_in.second_factor.notices import tell_of_recovery_code
from fedcms.sign_in.second_factor.sessions import note_shown
from fedcms.users.models import User

_WATCHED = frozenset({"email", "is_active", "is_superuser", "password"})


def give_back_tries_of_sign_in(request: HttpRequest | None, **kwargs: object) -> None:
    """Receives `user_logged_in`: only wrong passwords count."""
    give_back_tries(request)


def list_session(request: HttpRequest | None, user: User, **kwargs: object) -> None:
    """Receives `user_logged_in`: the person sees the session among theirs, and can end it from another."""
    if request is not None:
        note_session(request, user)


def list_session_no_more(request: HttpRequest | None, **kwargs: object) -> None:
    """Receives `user_logged_out`."""
    if request is not None:
        forget_session(request)


def end_sessions_of_closed_account(
    sender: type, instance: User, created: bool, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save` of an account: one that is closed, whoever closed it, is open nowhere any more."""
    if not (created or raw or instance.is_active):
        end_all_sessions(instance)


def remember_account(
    sender: type, instance: User, raw: bool, update_fields: frozenset[str] | None, **kwargs: object
) -> None:
    """Receives `pre_save` of an account: keeps it as it was, to know what is changed."""
    instance.before_save = None
    if not raw and instance.pk and (update_fields is None or not _WATCHED.isdisjoint(update_fields)):
        instance.before_save = User.objects.filter(pk=instance.pk).only(*_WATCHED).first()


def tell_old_email(sender: type, instance: User, **kwargs: object) -> None:
    """Receives `post_save` of an account: the old address is told of a new one, and a link that waits ends."""
    before = instance.before_save
    if before is not None and before.email and not is_same_address(before.email, instance.email):
        give_up_change(instance)
        tell_changed(instance, before.email)


def forget_tries_of_old_password(sender: type, instance: User, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of an account: a new password, whoever set it, may be used at once."""
    # What Django's own `save` asks, to know that a password was just set.
    if not raw and getattr(instance, "_password", None) is not None:
        forget_tries_of_account(instance)


def forget_tries_of_restriction(
    sender: type, instance: PageViewRestriction | CollectionViewRestriction, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save` of what protects a page or a collection: its password may be a new one."""
    if not raw:
        kind = "page" if isinstance(instance, PageViewRestriction) else "collection"
        forget_tries(page_limit(f"{kind} {instance.pk}"))


def note_second_factor(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Receives that somebody has shown a second factor: this session need not be asked again."""
    note_shown(request, user)
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        tell_of_recovery_code(user)


def note_first_factor(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Receives that somebody has made a second factor. With the first one, all other sessions of the account end.

    Their people have shown a password alone. A further one shows nothing: who made it had to show another.
    """
    if authenticator.type not in PROOFS or factors_of(user).count() != 1:
        return
    user.end_sessions()
    update_session_auth_hash(request, user)
    note_shown(request, user)
