"""Records that too many wrong passwords or codes were sent, so that a flood is in the log and does not fill it."""

from django.http import HttpRequest

from fedcms.sign_in.attempts import TooManyTries, take_try
from fedcms.sign_in.limits import folded, refusal_recorded_limits
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User


def record_refused_passwords(request: HttpRequest, name: str) -> None:
    """Records a refusal for the account of a name, if there is one: as the limit is counted, however it was typed."""
    if _is_news(request, name):
        found = User.objects.filter(username__iexact=folded(name)[:150]).first()
        record(SecurityEvent.Kind.LIMIT_REACHED, found)


def record_refused_codes(request: HttpRequest, user: User) -> None:
    """Records a refusal of codes: whoever sends them knows the password."""
    if _is_news(request, f"codes of {user.pk}"):
        record(SecurityEvent.Kind.CODES_REFUSED, user)


def _is_news(request: HttpRequest, subject: str) -> bool:
    """Returns False if the same was recorded a moment ago, or too much of it."""
    try:
        take_try(refusal_recorded_limits(request, subject))
    except TooManyTries:
        return False
    return True
