"""The project's own user model, there from the first migration on so that it can grow."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who works in the admin. All rights come from groups (clusters.sections.rights)."""

    session_generation = models.PositiveIntegerField(default=0, editable=False)
    """Counted up to end all sessions of the account, as a new password does."""

    before_save: "User | None" = None
    """While the account is saved: as it was before; None for what changes nothing of how it is entered."""

    def get_session_auth_hash(self) -> str:
        """Returns what a session must hold to go on: it changes with the password, and with the generation."""
        return self._of_generation(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yields the same by the former secret keys."""
        return map(self._of_generation, super().get_session_auth_fallback_hash())

    def _of_generation(self, digest: str) -> str:
        # Sessions from before there were generations go on.
        return f"{digest}:{self.session_generation}" if self.session_generation else digest

    def end_sessions(self) -> None:
        """Ends all sessions of the account; whoever keeps one calls `update_session_auth_hash` next."""
        self.session_generation += 1
        self.save(update_fields=["session_generation"])
