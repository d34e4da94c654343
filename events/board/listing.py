"""Reads the query string of the missions' listing, and lists them in the order of the departure board."""

from collections.abc import Sequence

from django.utils import timezone

from clusters.models.content_queryset import ContentPageQuerySet
from events.board.rows import by_deadline
from events.forms import LIST, AgendaForm
from fedcms.core.compiled_queries import Values
from fedcms.core.site_clock import site_today


class BoardForm(AgendaForm):
    """The form of a listing of missions: what one may apply to comes first, by deadline."""

    def in_order(self, pages: ContentPageQuerySet, *, by_day: bool) -> ContentPageQuerySet:
        """Orders by deadline; what is past, and other views, as every agenda."""
        if not by_day or self.view_name != LIST:
            return super().in_order(pages, by_day=by_day)
        return by_deadline(pages, timezone.now(), site_today(), "trademissionpage__")

    def _plain_rows(self, upcoming: bool | None, first: int, last: int) -> Sequence[Values]:
        """Returns the rows in the order of the board, which no compiled query of all kinds has."""
        return self._rows(upcoming, first, last)
