"""The screen on which an approved schedule is moved, and Wagtail's view that cancels it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from clusters.publishing.bundles.policy import apart_from_bundle
from clusters.publishing.bundles.selection import open_member
from clusters.publishing.locked_posts import with_locked_page
from clusters.publishing.next_steps import edit_link
from clusters.publishing.refusal import Refusal, say_refused
from clusters.publishing.repeated_posts import say_nothing_was_done
from clusters.publishing.schedule_move import NotScheduled, move_schedule
from clusters.publishing.success_messages import say_published, say_unscheduled, without_success_messages
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User


class MoveScheduleForm(forms.Form):
    """The form for another moment, typed as all dates of the admin (fedcms.formats.typed)."""

    moment = forms.DateTimeField(label=gettext_lazy("Nouveau moment"), widget=AdminDateTimeInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's form
        self.fields["moment"].help_text = _("Jour/mois/année et heure (fuseau %(zone)s).") % {
            "zone": timezone.get_current_timezone_name()
        }


def _screen(request: HttpRequest, page: Page, form: MoveScheduleForm, status: int = 200) -> HttpResponseBase:
    scheduled = page.scheduled_revision
    title = isolated(page.get_admin_display_title())
    context = {
        "page": page,
        "form": form,
        "media": form.media,
        "header_title": _("Déplacer la diffusion de « %(title)s »") % {"title": title},
        "before": scheduled.approved_go_live_at,
        "edit_url": edit_link(page)[1],
        "next_url": get_valid_next_url_from_request(request),
        "cancel_url": reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, scheduled.pk]),
    }
    return TemplateResponse(request, "editors/move_schedule.html", context, status=status)


@with_locked_page
def move(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows the moment at which a page will appear, and takes another one. For people who may publish the page.

    It returns to the address `next`, or to the page's editor.
    """
    page = get_object_or_404(Page, pk=page_id).specific
    user = request.user
    if not isinstance(user, User) or not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    back = get_valid_next_url_from_request(request) or edit_link(page)[1]
    if not page.approved_schedule or open_member(page) is not None:
        return _not_here(request, page, back)
    if request.method != "POST":
        initial = {"moment": page.scheduled_revision.approved_go_live_at}
        return _screen(request, page, MoveScheduleForm(initial=initial))
    form = MoveScheduleForm(request.POST)
    if not form.is_valid():
        return _screen(request, page, form)
    try:
        is_moved = move_schedule(page, form.cleaned_data["moment"], user)
    except NotScheduled as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    except Refusal as refusal:
        for part in refusal.parts:
            form.add_error(part.field if part.field in form.fields else None, str(part))
        return _screen(request, page, form)
    if is_moved:
        say_published(request, page)
    else:
        messages.info(request, _("Le moment est le même : rien n’a été déplacé."))
    return redirect(back)


def _not_here(request: HttpRequest, page: Page, back: str) -> HttpResponseBase:
    """Says that the page is not scheduled, or is so with its bundle alone."""
    member = open_member(page)
    refusal = NotScheduled() if member is None else apart_from_bundle(member, request.user)
    say_refused(request, str(refusal), refusal)
    return redirect(back)


class PageUnscheduleView(RevisionsUnscheduleView):
    """Wagtail's view that cancels an approved schedule."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Cancels it; says so if it is cancelled already, or was published since."""
        if self.revision.approved_go_live_at is None:
            say_nothing_was_done(request, self.object)
            return redirect(self.get_next_url())
        member = open_member(self.object)
        # A translation that is taken back follows later.
        if member is not None and member.page_id == self.object.pk:
            return _not_here(request, self.object, self.get_next_url())
        with without_success_messages(request):
            response: HttpResponseBase = super().post(request, *args, **kwargs)
        say_unscheduled(request, self.object)
        return response


schedule_urls = ([path("<int:page_id>/move/", move, name="move")], "publication_schedule")


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the address of the screen."""
    return [path("publication-schedule/", include(schedule_urls))]
