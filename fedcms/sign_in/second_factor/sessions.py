"""Remembers in a session that its person has shown a second factor, so that no request has to ask the database."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from fedcms.sign_in.identity_providers.sessions import is_still_admitted
from fedcms.sign_in.second_factor.requirement import must_have_second_factor
from fedcms.users.models import User

_SHOWN = "second_factor_of"


def note_shown(request: HttpRequest, user: User) -> None:
    """Notes that a person has shown a second factor, or has just made the first one, in this session."""
    request.session[_SHOWN] = user.pk


def has_shown(request: HttpRequest, user: User) -> bool:
    """Returns whether a person has shown a second factor in this session. No query."""
    return request.session.get(_SHOWN) == user.pk


def must_show(request: HttpRequest, user: User) -> bool:
    """Returns whether a person has still to show the second factor that their rights ask for."""
    return user.is_active and not has_shown(request, user) and must_have_second_factor(user)


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Returns who asks, for what is not in the admin.

    Nobody, while they have still to show their second factor, or where their identity provider lets them in no more.
    """
    user = request.user
    if isinstance(user, User) and not must_show(request, user) and is_still_admitted(request, user):
        return user
    return AnonymousUser()
