"""The user model, a project's own from the first migration so that it can grow."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who works in the admin. Rights come from groups only, given by clusters.sections.rights."""
