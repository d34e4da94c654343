"""The views of the editorial calendar: a period of it, and the new day of an entry that was dragged."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from clusters.publishing.locked_posts import with_locked_page
from clusters.publishing.refusal import Refusal
from clusters.publishing.schedule_move import move_schedule
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from home.editorial_calendar.calendar import build_calendar
from home.editorial_calendar.forms import CalendarForm, DropForm
from home.editorial_calendar.period import CalendarView, site_zone

CONFLICT, BAD_REQUEST = 409, 400


class EditorialCalendarView(WagtailAdminTemplateMixin, TemplateView):
    """A month, a week or a day of the calendar."""

    template_name = "home/editorial_calendar/calendar.html"
    header_icon = "calendar-alt"

    def get_page_title(self) -> str:
        """Returns the title."""
        return _("Calendrier éditorial")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the way from the dashboard."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds the form and the calendar that it asks for."""
        form = CalendarForm(self.request.GET, user=signed_in_user(self.request))
        calendar = build_calendar(form.selection())
        return super().get_context_data(**kwargs) | {
            "form": form,
            "media": form.media,
            "calendar": calendar,
            "views": CalendarView,
            "zone": isolated(str(site_zone())),
            "here": self.request.get_full_path(),
            "calendar_url": reverse("editorial_calendar:show"),
        }


def _answer(message: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


@require_POST
@with_locked_page
def move_to_day(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Moves an approved schedule to another day, as the form of the schedule would; answers in words, as JSON.

    Status 400 is for what cannot be read, 409 for what is refused.
    """
    page = get_object_or_404(Page, pk=page_id).specific
    form = DropForm(request.POST)
    with timezone.override(site_zone()):
        if not form.is_valid():
            return _answer(
                " ".join(str(error) for errors in form.errors.values() for error in errors), BAD_REQUEST
            )
        moment = form.cleaned_data["new_moment"]
        try:
            is_moved = move_schedule(page, moment, signed_in_user(request), form.shown)
        except Refusal as refusal:
            return _answer(" ".join(str(part) for part in refusal.parts), CONFLICT)
        if not is_moved:
            return _answer(_("Le moment est le même : rien n’a été déplacé."))
        words = _("Programmée : « %(title)s » paraîtra le %(moment)s.")
        title = isolated(page.get_admin_display_title())
        return _answer(words % {"title": title, "moment": moment_with_zone(moment)})
