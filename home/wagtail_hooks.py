"""Wagtail hooks of this app: dashboard, reports menu, content checker, admin style sheet."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clusters.translation.access.guards import signed_in_user
from home.dashboard.content_checker import FederationChecker
from home.dashboard.panel_selection import own_panels
from home.editorial_calendar import hooks as calendar_hooks  # noqa: F401  # registers its own
from home.guide import hooks as guide_hooks  # noqa: F401  # registers its own
from home.sharing import hooks as sharing_hooks  # noqa: F401  # registers its own
from home.webhooks import hooks as webhook_hooks  # noqa: F401  # registers its own


@hooks.register("construct_homepage_panels")
def show_own_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Replaces Wagtail's panels: they run queries for each row, and "recent edits" shows pages of teams one left."""
    panels[:] = own_panels(signed_in_user(request))


@hooks.register("construct_homepage_summary_items", order=100)
def hide_site_totals(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Hides the totals of pages and files from everybody but superusers: they say nothing to one team."""
    if not request.user.is_superuser:
        items.clear()


@hooks.register("construct_reports_menu")
def hide_unusable_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hides the report on page types, and that on ageing pages from people who may not publish; not from superusers."""
    user = request.user
    if user.is_superuser:
        return
    may_publish = policy_registry.get_by_type(Page).user_has_permission(user, "publish")
    useless = {"page-types-usage"} | (set() if may_publish else {"aging-pages"})
    items[:] = [item for item in items if item.name not in useless]


@hooks.register("construct_wagtail_userbar")
def use_content_checker(request: HttpRequest, items: list[BaseItem], page: Page | None) -> None:
    """Replaces Wagtail's content checker, in previews and in the editor's panel."""
    items[:] = [
        FederationChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> SafeString:
    """Adds the admin's style sheet: colours, logo, and what the project adds to screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("editors/admin.css"))


def _module_script(name: str) -> SafeString:
    """Returns the element of a script of the admin that needs no words."""
    return format_html('<script type="module" src="{}"></script>', static(f"editors/{name}.js"))


@hooks.register("insert_global_admin_js")
def typed_dates_script() -> SafeString:
    """Adds a script that leaves dates as they were typed, and says them in words."""
    return format_html(
        '<script src="{}" data-language="{}" data-zone="{}" data-unreadable="{}"></script>',
        static("editors/typed_dates.js"),
        get_language(),
        timezone.get_current_timezone_name(),
        _("Cette date ne se lit pas : écrivez jour/mois/année."),
    )


@hooks.register("insert_global_admin_js")
def accessible_names_script() -> SafeString:
    """Adds a script that names what Wagtail's screens leave without a name."""
    return _module_script("accessible_names")


@hooks.register("insert_global_admin_js")
def search_once_script() -> SafeString:
    """Adds a script that keeps Wagtail's lists from being asked for again when their search is left."""
    return _module_script("search_once")


@hooks.register("insert_editor_js")
def content_direction_script() -> SafeString:
    """Adds a script that gives fields the language and direction of their page, whatever the interface's."""
    return _module_script("content_direction")


@hooks.register("insert_editor_js")
def one_action_script() -> SafeString:
    """Adds a script that sends a page's form once, however often its buttons are pressed."""
    return _module_script("one_action")


@hooks.register("insert_editor_js")
def form_help_scripts() -> SafeString:
    """Adds scripts that list a form's errors above it, lead to the title, and say how many characters are left."""
    return format_html(
        '{}{}<script type="module" src="{}" data-characters-left data-left="{}"></script>',
        _module_script("error_summary"),
        _module_script("first_field"),
        static("editors/characters_left.js"),
        _("Signes restants :"),
    )


@hooks.register("insert_editor_js")
def body_import_script() -> SafeString:
    """Adds a script that turns pasted headings and tables, and files of Word, into blocks of the body."""
    return format_html(
        '<script type="module" src="{}" data-body-import data-paste="{}" data-word="{}" data-word-label="{}"'
        ' data-word-help="{}" data-working="{}" data-done="{}" data-known="{}" data-failed="{}" data-too-large="{}"'
        ' data-too-long="{}"></script>',
        static("editors/body_import.js"),
        reverse("body_import_paste"),
        reverse("body_import_word"),
        _("Importer un fichier Word"),
        _("Un fichier .docx de 20 Mo au plus : son texte s’ajoute à la fin, ses images à la bibliothèque."),
        _("Lecture en cours…"),
        _("Blocs ajoutés :"),
        _("Ce fichier est déjà dans le texte : rien n’est ajouté."),
        _("Ce texte n’a pas pu être lu. Rien n’est perdu : essayez de nouveau."),
        _("Ce fichier dépasse 20 Mo. Allégez ses images, ou ajoutez-les à la bibliothèque."),
        _("C’est trop pour une seule fois : collez le texte en plusieurs parties."),
    )
