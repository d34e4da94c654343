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
# Previews of the page's head; the templates are those of the app `home`, which builds heads.
TEMPLATES = {SEARCH: "home/previews/search_result.html", SOCIAL_CARD: "home/previews/social_card.html"}


class Size(TypedDict):
    """A size in the preview panel, as Wagtail defines it."""

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
    """Returns the language of the editor's admin, in which a preview describes the page."""
    return language_of_person(request.user)
