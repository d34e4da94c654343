"""Says pages of the main menu in few words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clusters.sections.blueprints import blueprints_of
from home.navigation.site_frame import Link


def menu_links(links: Sequence[Link], keyed: Mapping[str, Link], language: str) -> list[Link]:
    """Returns the links with their blueprints' words for the menu; `keyed` has the pages that have a blueprint."""
    parts = {keyed[part.key].url: part for part in blueprints_of("federation") if part.key in keyed}
    return [
        replace(link, title=parts[link.url].menu_title(link.title, language)) if link.url in parts else link
        for link in links
    ]
