"""Puts the translation report into the admin's menu, in the place of wagtail-localize's."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from clusters.translation.access.guards import signed_in_user
from clusters.translation.dashboard.views import may_read


class TranslationReportMenuItem(MenuItem):
    """Of one's own sections."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For who writes, translates, or runs the site."""
        return may_read(signed_in_user(request))


@hooks.register("construct_reports_menu")
def replace_translation_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """wagtail-localize's item leads to the same address, under a name in the language of the server."""
    url = reverse("wagtail_localize:translations_report")
    ours = TranslationReportMenuItem(
        _("Traductions"), url, name="translations", icon_name="wagtail-localize-language", order=100
    )
    items[:] = [item for item in items if item.url != url]
    if ours.is_shown(request):
        items.append(ours)


@hooks.register("register_admin_urls")
def job_urls() -> list[URLResolver]:
    """Where jobs are started and followed."""
    return [path("translation-work/", include("clusters.translation.dashboard.urls"))]
