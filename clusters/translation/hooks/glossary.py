"""Registers the glossary and the side-by-side review in the admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from clusters.translation.access.guards import signed_in_user
from clusters.translation.dashboard.translator_panel import translates_alone
from clusters.translation.glossary.policy import GlossaryPolicy
from clusters.translation.glossary.viewsets import GlossaryViewSet
from clusters.translation.models import GlossaryTerm
from clusters.translation.review import views

register_permission_policy(GlossaryTerm, GlossaryPolicy(GlossaryTerm))

review_patterns = (
    [
        path("<int:translation_id>/", views.review, name="show"),
    ],
    "translation_review",
)


@hooks.register("register_admin_viewset")
def glossary() -> GlossaryViewSet:
    """Registers the glossary, with its menu item for people who may view it."""
    return GlossaryViewSet()


class TranslationsMenuItem(MenuItem):
    """The menu item of the translation report for people who only translate; teams find it among the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person only translates."""
        return translates_alone(signed_in_user(request))


@hooks.register("register_admin_menu_item")
def translations_item() -> TranslationsMenuItem:
    """Registers the item, above the glossary's."""
    return TranslationsMenuItem(
        _("Traductions"),
        reverse("wagtail_localize:translations_report"),
        name="my-translations",
        icon_name="wagtail-localize-language",
        order=310,
    )


@hooks.register("construct_reports_menu", order=200)
def hide_reports_from_translators(request: HttpRequest, items: list[MenuItem]) -> None:
    """Empties the reports menu for people who only translate.

    Wagtail's reports are about pages that they may not edit (access.admin_guard); the translation report has its own
    menu item.
    """
    if translates_alone(signed_in_user(request)):
        items.clear()


@hooks.register("register_admin_urls")
def review_urls() -> list[URLResolver]:
    """Returns the addresses of the side-by-side review."""
    return [path("translation-review/", include(review_patterns))]
