"""Puts the translation report into the admin's menu, instead of wagtail-localize's."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from clusters.translation.access.guards import signed_in_user
from clusters.translation.dashboard.views import may_read


class TranslationReportMenuItem(MenuItem):
    """The menu item of the translation report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person may read the report."""
        return may_read(signed_in_user(request))


@hooks.register("construct_reports_menu")
def replace_translation_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """Replaces wagtail-localize's item, which leads to the same address, but is not named in the reader's language."""
    url = reverse("wagtail_localize:translations_report")
    ours = TranslationReportMenuItem(
        _("Traductions"), url, name="translations", icon_name="wagtail-localize-language", order=100
    )
    items[:] = [item for item in items if item.url != url]
    if ours.is_shown(request):
        items.append(ours)


@hooks.register("register_admin_urls")
def job_urls() -> list[URLResolver]:
    """Returns the addresses where jobs are started and followed."""
    return [path("translation-work/", include("clusters.translation.dashboard.urls"))]
