"""Notes a new address of an account, and gives it to the account once its link has come back."""

from datetime import timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from wagtail.log_actions import log

from fedcms.sign_in.account_addresses import accounts_of
from fedcms.sign_in.attempts import take_try
from fedcms.sign_in.email_change.mails import mail_link, mail_that_it_is_taken, tell_asked, tell_new_address
from fedcms.sign_in.limits import email_change_limit
from fedcms.sign_in.models import EmailChange
from fedcms.users.models import User

VALID_FOR = timedelta(hours=24)


class LinkGone(Exception):
    """The link has served, is too old, or was never of this account; or the address has another account by now."""


def ask_for_change(user: User, email: str) -> None:
    """Mails the link to a new address, and tells the one that the account has. Raises `TooManyTries`.

    Whoever asks sees the same when the address has an account; its person is told that there is one.
    """
    take_try([email_change_limit(user.pk)])
    given = {"email": email, "nonce": token_urlsafe(32), "asked_at": timezone.now()}
    with transaction.atomic():
        change, _created = EmailChange.objects.update_or_create(user=user, defaults=given)
        if _is_taken(email, user):
            mail_that_it_is_taken(user, email)
        else:
            mail_link(change)
        tell_asked(user, email)


def change_that_waits(user: User) -> EmailChange | None:
    """Returns the change of an account whose link still serves."""
    return EmailChange.objects.filter(user=user, asked_at__gt=timezone.now() - VALID_FOR).first()


def change_of_link(user: User, nonce: str) -> EmailChange | None:
    """Returns the change that a link of an account would confirm now; None when it serves no more, or never did."""
    change = change_that_waits(user)
    return change if change is not None and constant_time_compare(change.nonce, nonce) else None


def give_up_change(user: User) -> None:
    """Makes the link that waits serve no more."""
    EmailChange.objects.filter(user=user).delete()


@transaction.atomic
def confirm_change(user: User, nonce: str) -> str:
    """Gives an account its new address, and returns it; both are told. Raises `LinkGone`."""
    change = change_of_link(user, nonce)
    if change is None:
        raise LinkGone
    # Whoever confirms the same address for another account waits here, and finds it taken.
    rivals = EmailChange.objects.select_for_update().filter(email__iexact=change.email).order_by("pk")
    locked = next((each for each in rivals if each.pk == change.pk), None)
    if locked is None or not constant_time_compare(locked.nonce, nonce) or _is_taken(locked.email, user):
        raise LinkGone
    locked.delete()
    user.email = locked.email
    user.save(update_fields=["email"])
    log(user, "wagtail.edit", user=user)
    tell_new_address(user)
    return locked.email


def forget_unconfirmed() -> int:
    """Deletes new addresses that were not confirmed in time; returns how many. A recurring job, safe to repeat."""
    return EmailChange.objects.filter(asked_at__lte=timezone.now() - VALID_FOR).delete()[0]


def _is_taken(email: str, user: User) -> bool:
    return any(other.pk != user.pk for other in accounts_of(email))
