"""The screen of the share kit, and its QR code as a file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from fedcms.core.pages.addresses import absolute, page_address
from fedcms.core.visibility import is_visible
from fedcms.users.models import User
from home.sharing.material import share_materials
from home.sharing.qr_code import as_file

_QR_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def may_share(page: Page, user: User) -> bool:
    """Returns whether the share kit of a page is for this person: who may edit or publish it."""
    tester = page.permissions_for_user(user)
    return bool(tester.can_edit() or tester.can_publish())


def _page_for(request: HttpRequest, page_id: int) -> Page:
    """Returns the page. Raises `Http404` or `PermissionDenied`."""
    page: Page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id, depth__gt=1)
    if not isinstance(request.user, User) or not may_share(page, request.user):
        raise PermissionDenied
    return page


class SharingView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the share kit of a page in each of its public languages; says so if none is public."""

    template_name = "home/sharing/screen.html"
    header_icon = "link-external"

    @cached_property
    def page(self) -> Page:
        """Returns the page. Raises `Http404` or `PermissionDenied`."""
        return _page_for(self.request, int(self.kwargs["page_id"]))

    def get_page_title(self) -> str:
        """Returns the title of the screen."""
        return _("Partager")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the way from the dashboard through the page's editor."""
        edit = {"url": self.edit_url, "label": self.page.get_admin_display_title()}
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": _("Partager")}]

    @property
    def edit_url(self) -> str:
        """Returns the address of the page's editor."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds the kits."""
        return super().get_context_data(**kwargs) | {
            "shared_page": self.page,
            "edit_url": self.edit_url,
            "materials": share_materials(self.page),
        }


@require_safe
def qr_file(request: HttpRequest, page_id: int, kind: str) -> HttpResponse:
    """Returns the QR code of a visible page's address as a file to keep. Raises `Http404` while it is not visible."""
    page = _page_for(request, page_id)
    if kind not in _QR_TYPES or not is_visible(page):
        raise Http404
    name = f"qr-{page.slug}-{page.locale.language_code}.{kind}"
    return HttpResponse(
        as_file(absolute(page_address(page)), kind),
        content_type=_QR_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
