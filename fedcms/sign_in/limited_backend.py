"""Refuses a password before it is looked at when too many wrong ones came for its account or from its address."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from fedcms.sign_in.attempts import TooManyTries, Tries, take_try
from fedcms.sign_in.limits import password_limits


class LimitedTries:
    """An authentication backend that knows nobody, to be placed before those that look at passwords.

    So every form that signs in is limited, also one that a package adds. Without a request nobody stands at a door.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None
    ) -> None:
        """Counts the try and leaves it to the next backend. Raises `PermissionDenied`, which asks none of them."""
        if request is None or username is None or password is None:
            return
        try:
            tries = take_try(password_limits(request, username))
        except TooManyTries as refusal:
            request.sign_in_refusal = refusal  # type: ignore[attr-defined]  # read by refusal_of
            raise PermissionDenied from refusal
        request.sign_in_tries = tries  # type: ignore[attr-defined]  # read by tries_of


def refusal_of(request: HttpRequest | None) -> TooManyTries | None:
    """Returns why the request's password was not looked at; `None` if it was."""
    refusal = getattr(request, "sign_in_refusal", None)
    return refusal if isinstance(refusal, TooManyTries) else None


def tries_of(request: HttpRequest | None) -> Tries | None:
    """Returns what the request's password has taken of its limits."""
    tries = getattr(request, "sign_in_tries", None)
    return tries if isinstance(tries, Tries) else None
