"""Takes a right password off the count of tries, and forgets those of what has a new one: an account, a page."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from fedcms.sign_in.attempts import forget_tries
from fedcms.sign_in.limited_backend import tries_of
from fedcms.sign_in.limits import account_limit, page_limit
from fedcms.sign_in.second_factor.factors import PROOFS
from fedcms.sign_in.second_factor.sessions import note_shown
from fedcms.users.models import User


def give_back_tries(request: HttpRequest | None, **kwargs: object) -> None:
    """Gives back what the sign-in had taken: only wrong passwords count."""
    tries = tries_of(request)
    if tries is not None:
        tries.give_back()


def forget_tries_of_old_password(sender: type, instance: User, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of an account: a new password, whoever set it, may be used at once."""
    # What Django's own `save` asks, to know that a password was just set.
    if not raw and getattr(instance, "_password", None) is not None:
        forget_tries(account_limit(instance.get_username()))


def forget_tries_of_restriction(
    sender: type, instance: PageViewRestriction | CollectionViewRestriction, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save` of what protects a page or a collection: its password may be a new one."""
    if not raw:
        kind = "page" if isinstance(instance, PageViewRestriction) else "collection"
        forget_tries(page_limit(f"{kind} {instance.pk}"))


def note_second_factor(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Receives that somebody has shown a second factor: this session need not be asked again."""
    note_shown(request, user)


def note_first_factor(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Receives that somebody has made a second factor: with the first one, this session need not be asked for it.

    A further one shows nothing: who made it had to show another, or began before there was any.
    """
    if Authenticator.objects.filter(user=user, type__in=PROOFS).count() == 1:
        note_shown(request, user)
