"""Lists the screens of the admin that the project adds or overrides, each with one address of what is there."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.template import Template
from django.test import Client
from django.test.signals import template_rendered
from django.urls import resolve

from tests.admin_walk.doors import SKIPPED, UNFILLED, addresses, all_doors, one_address_a_door
from tests.admin_walk.stage import Stage

OUR_PACKAGES = ("clusters", "events", "news", "search", "home", "fedcms")
# They answer scripts, and keep who is at which page.
NO_SCREENS = ("wagtailadmin_editing_sessions:",)
# What frames each screen of the admin: it is seen with all of them.
FRAME = (
    "editors/brand.html",
    "wagtailadmin/admin_base.html",
    "wagtailadmin/base.html",
    "wagtailadmin/shared/header.html",
    "wagtailadmin/shared/headers/slim_header.html",
)


# Screens of rows that look the same whatever the row: the first of each is seen.
ALIKE = ("history", "usage", "delete")


def _is_our_view(path: str) -> bool:
    view = resolve(path.partition("?")[0]).func
    view = getattr(view, "view_class", getattr(view, "__wrapped__", view))
    return str(view.__module__).partition(".")[0] in OUR_PACKAGES


def _is_our_template(template: Template) -> bool:
    origin = Path(str(template.origin.name))
    return template.name not in FRAME and origin.is_relative_to(Path(settings.BASE_DIR) / "templates")


def _get(client: Client, path: str) -> tuple[HttpResponse, bool]:
    """Returns the answer, and whether it was made by a view or a template of ours."""
    used: list[bool] = []

    def note(sender: object, template: Template, **kwargs: object) -> None:
        used.append(_is_our_template(template))

    template_rendered.connect(note)
    try:
        response = client.get(path)
    finally:
        template_rendered.disconnect(note)
    return response, any(used) or _is_our_view(path)


def own_screens(stage: Stage, client: Client) -> Iterator[tuple[str, str]]:
    """Yields name and address of each screen that `client` gets as a page, one address a name."""
    seen: set[str] = set()
    for door in one_address_a_door(all_doors()):
        if door.key in SKIPPED or door.key in UNFILLED or door.key.startswith(NO_SCREENS):
            continue
        for path in addresses(door, stage) or []:
            response, is_ours = _get(client, path)
            if response.status_code != 200 or response.streaming:
                continue
            if not is_ours:
                break
            # The page itself, as visitors see it, is no screen of the admin.
            action = door.key.rpartition(":")[2]
            is_known = action in ALIKE and action in seen
            if b'id="wagtail"' in response.content[:20_000] and not is_known:
                seen.add(action)
                yield door.key, path
            break
