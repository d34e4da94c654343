"""Shows a page of a bundle as it would appear, to all who decide about the bundle."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Page

from clusters.models import BundleMember
from clusters.publishing.bundles.selection import role_for
from clusters.publishing.bundles.views import user_of_team


@require_safe
def preview(request: HttpRequest, bundle_id: int, member_id: int) -> HttpResponseBase:
    """Shows what was approved of a page, else its newest version.

    For who decides for the federation too: they have no permission in the section, and approve nothing unread.
    """
    user = user_of_team(request)
    members = BundleMember.objects.filter(page__isnull=False, is_open=True).select_related("bundle")
    member = get_object_or_404(members, pk=member_id, bundle=bundle_id)
    page = Page.objects.get(pk=member.page_id).specific
    # A program may have moved it to another section since.
    if page.cluster_id != member.bundle.cluster_id or role_for(user, page.cluster_id) is None:
        raise PermissionDenied
    revision = page.scheduled_revision or page.get_latest_revision()
    content = revision.as_object() if revision is not None else page
    response: HttpResponseBase = content.make_preview_request(request, content.default_preview_mode)
    return response
