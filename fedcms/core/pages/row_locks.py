"""Locks the rows of many pages in the one order in which all who write several pages take them (docs/adr/0029)."""

from django.db.models import QuerySet
from wagtail.models import Page


def lock_rows(pages: "QuerySet[Page]") -> None:
    """Locks the rows of pages by primary key, until the transaction ends.

    Another process that publishes one of them has either ended, or waits. Rows that name a page (foreign keys) may
    still be written meanwhile. Must run in a transaction.
    """
    list(pages.select_for_update(of=("self",), no_key=True).order_by("pk").only("pk"))
