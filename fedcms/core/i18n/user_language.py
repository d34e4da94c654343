"""The language in which the site writes to a user."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from wagtail.users.models import UserProfile


def language_of_person(user: AbstractBaseUser | AnonymousUser) -> str:
    """Returns the language that a user chose for the admin, else the site's main language. One query, or two.

    Not Wagtail's `get_preferred_language`: for a user who chose none, it returns the language that happens to be
    active, that of the page being viewed, or of the recipient of the mail before.
    """
    return str(UserProfile.get_for_user(user).preferred_language or settings.LANGUAGE_CODE)
