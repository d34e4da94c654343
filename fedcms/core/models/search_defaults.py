"""What the federated search reads of a page; kinds of pages say more where they have more."""

from datetime import date, datetime
from typing import ClassVar

from django.utils.functional import Promise

from fedcms.core.blocks import plain_text


class SearchDefaultsMixin:
    """The answers of a page that takes place at no time, has no state, and is called nothing but its title."""

    # The kind under which a page type without a `kind` of its own is found; "" when the type has one.
    search_kind: ClassVar[str] = ""

    def search_names(self) -> list[str]:
        """Returns what else people call the page, in its language: who types one of these finds it first."""
        return []

    def search_text(self) -> str:
        """Returns the words of the page beyond title and summary as plain text, for the federated search."""
        body = getattr(self, "body", None)
        return plain_text(body) if body else ""

    def search_country(self) -> str:
        """Returns the code of the country where it takes place; "" when that is its cluster's, or none."""
        return ""

    def search_day(self) -> date | None:
        """Returns the day that results show, for what takes place on a day; None when the sort date says it."""
        return None

    def search_former_day(self) -> date | None:
        """Returns the day that had been announced before, of what takes place on another one; else None."""
        return None

    def search_ends_at(self) -> datetime | None:
        """Returns when it is over (aware); None for what does not take place."""
        return None

    def search_status(self) -> str:
        """Returns the key of a state that results must show (cancelled, say); "" when there is none."""
        return ""

    @classmethod
    def status_words(cls, status: str) -> str | Promise:
        """Returns the words for a key of `search_status`."""
        return ""
