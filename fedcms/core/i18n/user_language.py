"""The language in which the site writes to a user."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from wagtail.users.models import UserProfile


def language_of_person(user: AbstractBaseUser | AnonymousUser) -> str:
    """The language that a person chose for the admin, the site's own for who chose none. One query, or two.

    Wagtail's `get_preferred_language` gives who chose none the language that is active where one asks: that of the page
    that is looked at, or of the person to whom the mail before this one went.
    """
    return str(UserProfile.get_for_user(user).preferred_language or settings.LANGUAGE_CODE)
