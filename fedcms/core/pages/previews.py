"""Preview modes of the editor: three screen sizes, search result, social card."""

from typing import TypedDict

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.user_language import language_of_person

SEARCH, SOCIAL_CARD = "search", "card"
MODES: list[tuple[str, str | Promise]] = [
    ("", _("La page")),
    (SEARCH, _("Résultat de recherche")),
    (SOCIAL_CARD, _("Carte pour les réseaux sociaux")),
]
# Of the page's head: made by the app that knows heads (templates of home).
TEMPLATES = {SEARCH: "home/previews/search_result.html", SOCIAL_CARD: "home/previews/social_card.html"}


class Size(TypedDict):
    """A button of the preview panel, as Wagtail takes it."""

    name: str
    icon: str
    device_width: int
    label: str | Promise


SIZES: list[Size] = [
    {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("Sur un téléphone")},
    {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Sur une tablette")},
    {"name": "desktop", "icon": "desktop", "device_width": 1440, "label": _("Sur un ordinateur")},
]


def language_of_editor(request: HttpRequest) -> str:
    """The language of the person's admin, in which a preview describes the page."""
    return language_of_person(request.user)
