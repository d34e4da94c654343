"""Middleware that refuses admin addresses of pages and files on which the person has no permission.

Wagtail's views check permissions themselves, but some do so after they have shown something: the workflow views put the
title of a draft into a message, the bulk views list by title "what you may not change", the move view names the
destination. So the rule is enforced here once and refuses by default: a new view with a page in its address is guarded
without being listed.
"""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clusters.access.bulk_selection import means_whole_site, whole_site_refused
from clusters.access.own_pages import explorable, is_own
from clusters.people.teams import may_invite
from clusters.translation.access.translators import edits_as_translator
from clusters.translation.dashboard.translator_panel import translates_alone
from clusters.translation.editor.page_view import typed_though_refused
from fedcms.core.http.screens import admin_match
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User

# The arguments by which Wagtail's page views get the key of a page.
PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id", "pk")
# What translators may open of a translation that they may edit: its editor, which replaces Wagtail's, and views that
# only show. All other views that Wagtail allows to people who may edit a page are refused to them, new ones included.
TRANSLATOR_VIEWS = {
    f"wagtailadmin_pages:{name}"
    for name in (
        "edit",
        "view_draft",
        "workflow_history",
        "workflow_history_detail",
    )
}
BULK = "wagtail_bulk_action"
# The views to which the translation editor's form is posted.
EDITOR = ("wagtailadmin_pages:edit", "wagtail_localize:", "translation_moderation:")
ADD_USER = "wagtailusers_users:add"
EXPLORER = ("wagtailadmin_explore", "wagtailadmin_explore_results")
# Wagtail's reports, and those of them that clusters.access.report_views replaces.
REPORTS = ("wagtailadmin_reports:", "own_report_")
# Reports on everybody's pages, which no policy restricts.
SUPERUSERS_ONLY = (
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
)
BULK_MODELS = {
    ("wagtailcore", "page"): Page,
    ("media", "federationimage"): FederationImage,
    ("media", "federationdocument"): FederationDocument,
}


class AdminGuard:
    """The middleware, to be placed after authentication.

    Superusers pass (except for actions on the whole site); visitors who are not signed in are left to Wagtail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Calls the view; the check is in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Refuses as Wagtail does: redirects to the dashboard with a message, or answers 403 to a script."""
        match = admin_match(request)
        # Elsewhere nobody is asked who reads, so that an answer depends on no cookie.
        if match is None:
            return None
        user = request.user
        if isinstance(user, User) and user.is_active and user.is_superuser:
            return _refuse_whole_site(request) if _is_of_pages(match.view_name, kwargs) else None
        kept = typed_though_refused(request) if match.view_name.startswith(EDITOR) else None
        if kept is not None and not _is_let_in(user):
            return kept
        if not isinstance(user, User) or not user.is_active:
            return None
        try:
            _check(request, user, match.view_name, kwargs)
        except PermissionDenied:
            return kept or _refused(request, user, match.view_name)
        return None


def _refused(request: HttpRequest, user: User, name: str) -> HttpResponse:
    if name == ADD_USER and may_invite(user):
        # Nobody chooses a password for another: a colleague is invited.
        return redirect("people:invite")
    if name.startswith("wagtailadmin_api"):
        return JsonResponse({"detail": _("Cette page n’est pas dans votre section.")}, status=403)
    response: HttpResponse = permission_denied(request)
    return response


def _is_let_in(user: object) -> bool:
    """Returns whether Wagtail lets the person into the admin at all."""
    return isinstance(user, User) and user.is_active and user.has_perm("wagtailadmin.access_admin")


def _is_of_pages(name: str, kwargs: dict[str, object]) -> bool:
    return name == BULK and str(kwargs["model_name"]).lower() == "page"


def _refuse_whole_site(request: HttpRequest) -> HttpResponse | None:
    """Refuses a bulk action on all pages of the site, to superusers too: they may do it, but hardly mean it."""
    if not means_whole_site(request):
        return None
    messages.error(request, whole_site_refused())
    return redirect("wagtailadmin_explore_root")


def _check(request: HttpRequest, user: User, name: str, kwargs: dict[str, object]) -> None:
    """Raises `PermissionDenied` if the person may not open the address."""
    if name in SUPERUSERS_ONLY or name == ADD_USER:
        raise PermissionDenied
    if name.startswith(REPORTS) and translates_alone(user):
        # Their own report is at wagtail-localize's address; Wagtail's reports are about the teams' work.
        raise PermissionDenied
    if name in EXPLORER:
        if not explorable(user).filter(pk=kwargs["parent_page_id"]).exists():
            raise PermissionDenied
    elif name.startswith("wagtailadmin_pages:"):
        named = (kwargs[argument] for argument in PAGE_ARGUMENTS if argument in kwargs)
        _check_pages(user, named, as_translator=name in TRANSLATOR_VIEWS)
        _check_pages(user, request.POST.getlist("new_parent_page") + request.POST.getlist("parent_page"))
    elif name == "wagtailadmin_api:pages:action":
        _check_pages(user, [kwargs["pk"]])
    elif name == BULK:
        _check_bulk(request, user, (str(kwargs["app_label"]), str(kwargs["model_name"])))


def _check_pages(user: User, ids: Iterable[object], as_translator: bool = False) -> None:
    wanted = {int(str(value)) for value in ids if str(value).isdecimal()}
    if not wanted:
        return
    for page in Page.objects.filter(pk__in=wanted):
        if not is_own(user, page) and not (as_translator and edits_as_translator(user, page)):
            raise PermissionDenied


def _check_bulk(request: HttpRequest, user: User, named: tuple[str, str]) -> None:
    """Checks every selected row, the listing that "all" stands for, and the destination."""
    model = BULK_MODELS.get((named[0].lower(), named[1].lower()))
    if model is None:
        # No other model has bulk actions for anybody but superusers.
        raise PermissionDenied
    ids = request.GET.getlist("id") + request.POST.getlist("id")
    if model is Page:
        _check_pages(user, [*ids, *request.GET.getlist("childOf"), *request.POST.getlist("chooser")])
        if "all" in ids and not request.GET.get("childOf", "").isdecimal():
            raise PermissionDenied
        return
    if "all" in ids:
        # Wagtail takes only the rows on which the person has permissions.
        return
    wanted = {value for value in ids if value.isdecimal()}
    policy = policy_registry.get_by_type(model)
    allowed = policy.instances_user_has_any_permission_for(user, ["change", "delete"])
    if model.objects.filter(pk__in=wanted).exclude(pk__in=allowed.values("pk")).exists():
        raise PermissionDenied
