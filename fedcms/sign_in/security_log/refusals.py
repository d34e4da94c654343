"""Records that too many wrong passwords or codes were sent, so that a flood is in the log and does not fill it."""

from collections.abc import Sequence

from django.http import HttpRequest

from fedcms.sign_in.attempts import Limit, TooManyTries, take_try
from fedcms.sign_in.limits import (
    folded,
    refusal_recorded_limits,
    refused_codes_recorded_limit,
    refused_identity_recorded_limits,
)
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User


def record_refused_passwords(request: HttpRequest, name: str) -> None:
    """Records a refusal for the account of a name, if there is one: as the limit is counted, however it was typed."""
    if _is_news(refusal_recorded_limits(request, name)):
        record(SecurityEvent.Kind.LIMIT_REACHED, _account_of(name))


def _account_of(name: str) -> User | None:
    """Returns the account that is so called, else one whose name is counted as the same."""
    called = User.objects.filter(username=name[:150]).first()
    return called or User.objects.filter(username__iexact=folded(name)[:150]).first()


def record_refused_codes(user: User) -> None:
    """Records a refusal of codes: whoever sends them knows the password."""
    if _is_news([refused_codes_recorded_limit(user.pk)]):
        record(SecurityEvent.Kind.CODES_REFUSED, user)


def record_refused_identity(request: HttpRequest, user: User | None, detail: str) -> None:
    """Records that a provider's answer opened no account, and why; of `user`, where it would have been theirs."""
    if _is_news(refused_identity_recorded_limits(request)):
        record(SecurityEvent.Kind.IDENTITY_REFUSED, user, detail=detail)


def _is_news(limits: Sequence[Limit]) -> bool:
    """Returns False if the same was recorded a moment ago, or too much of it."""
    try:
        take_try(limits)
    except TooManyTries:
        return False
    return True
