"""Takes a right password off the count of tries."""

from django.http import HttpRequest

from fedcms.sign_in.limited_backend import tries_of


def give_back_tries(request: HttpRequest | None, **kwargs: object) -> None:
    """Gives back what the sign-in had taken: only wrong passwords count."""
    tries = tries_of(request)
    if tries is not None:
        tries.give_back()
