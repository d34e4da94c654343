"""The template context of an agenda: a list, a calendar, a map; of missions alone, the departure board."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from clusters.content.listings import PAGE_SIZE
from clusters.content.other_languages import number_elsewhere
from clusters.content.registry import kinds_of_group
from clusters.models.membership import cluster_of_path
from events.board.listing import BoardForm
from events.board.rows import departures_of
from events.calendar_listings import month_listing, week_listing
from events.forms import MAP, MONTH, WEEK, AgendaForm
from events.map_places import MOST_OF_A_MAP, agenda_map
from events.models import AgendaPage
from fedcms.core.shown_tags import declared


def agenda_context(page: AgendaPage, request: HttpRequest) -> dict[str, object]:
    """Returns the listing: coming events, or past ones with ?past=1; with ?view=month or ?view=week, a calendar."""
    cluster = cluster_of_path(page.path)
    kinds = ("mission",) if page.only_missions else kinds_of_group(page.listing_group)
    form_class = BoardForm if page.only_missions else AgendaForm
    form = form_class(request.GET, kinds=kinds, locale_id=page.locale_id, cluster=cluster)
    context: dict[str, object] = {"section_cluster": cluster, "form": form, "shows_past": form.shows_past}
    context["heading"] = page.title
    if form.view_name in (MONTH, WEEK):
        with declared(*form.tags):
            calendar = month_listing(form) if form.view_name == MONTH else week_listing(form)
        context |= {"calendar": calendar, "counted": calendar.counted}
        has_any = calendar.has_any
    else:
        shows_map = form.view_name == MAP
        listing = form.agenda(MOST_OF_A_MAP if shows_map else PAGE_SIZE)
        with declared(*form.tags):
            context["map"] = agenda_map(listing) if shows_map else None
        context |= {"listing": listing, "counted": form.counted(listing.total)}
        if page.only_missions and not shows_map:
            context["departures"] = departures_of(listing.ids, form.clusters)
        has_any = listing.total > 0
        if form.shows_past:
            context["heading"] = _past_heading(page)
    # Of a calendar as of its list: which month opens in another language, that language's content says.
    context["elsewhere"] = number_elsewhere(form, upcoming=form.upcoming)
    # Where there is nothing, there is no day to choose either.
    context["dated"] = form.days_facet if has_any or form.active else None
    return context


def _past_heading(page: AgendaPage) -> str:
    heading = _("%(title)s : missions passées") if page.only_missions else _("%(title)s : rendez-vous passés")
    return heading % {"title": page.title}
