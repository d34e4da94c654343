"""Template tag for the first rows of the departure board on a newsroom."""

from django import template
from django.template import Context

from events.board.departures import Departure
from events.board.rows import next_departures
from home.front_page.context import DEPARTURES

register = template.Library()


@register.simple_tag(takes_context=True)
def next_missions(context: Context) -> list[Departure]:
    """Returns the first rows of the board of a newsroom's cluster, or of all of them. One query."""
    cluster = context.get("section_cluster")
    return next_departures(
        DEPARTURES,
        context["listing"].form.clusters,
        locale_id=context["page"].locale_id,
        cluster_id=cluster.pk if cluster else None,
    )
