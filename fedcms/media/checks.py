"""System checks of this app."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from fedcms.media.social_cards.lettering import can_write


@checks.register()
def social_cards_can_be_drawn(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[checks.CheckMessage]:
    """Warns (media.W001) of languages whose cards are not drawn: Pillow without libraqm cannot join Arabic letters."""
    unwritten = [code for code, _name in settings.LANGUAGES if not can_write(code)]
    if not unwritten or not settings.FEDCMS_SOCIAL_CARDS:
        return []
    return [
        checks.Warning(
            f"Social cards in {', '.join(unwritten)} are not drawn: this Pillow has no libraqm.",
            hint="Install FriBiDi (apt install libfribidi0), and Pillow from its wheel, which brings the rest.",
            id="media.W001",
        )
    ]
