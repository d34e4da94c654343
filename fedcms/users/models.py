"""The project's own user model, there from the first migration on so that it can grow."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who works in the admin. All rights come from groups (clusters.sections.rights)."""
