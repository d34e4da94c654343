"""Remembers in a session that its person has shown a second factor, so that no request has to ask the database."""

from django.http import HttpRequest

from fedcms.users.models import User

_SHOWN = "second_factor_of"


def note_shown(request: HttpRequest, user: User) -> None:
    """Notes that a person has shown a second factor, or has just made one, in this session."""
    request.session[_SHOWN] = user.pk


def has_shown(request: HttpRequest, user: User) -> bool:
    """Returns whether a person has shown a second factor in this session. No query."""
    return request.session.get(_SHOWN) == user.pk
