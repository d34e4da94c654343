"""axe on every screen of the admin that the project adds or overrides: fr and ar, light and dark, phone and desktop."""

import json
import os
from collections.abc import Callable

import pytest

from tests.e2e.admin_looks import complaints
from tests.e2e.conftest import Person
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = [pytest.mark.e2e, pytest.mark.node]

ALL = bool(os.environ.get("FEDCMS_ALL_SCREENS"))
PREPARE = """
import json
from django.test import Client
from django.test.utils import setup_test_environment
from tests.admin_walk.own_screens import own_screens
from tests.admin_walk.stage import build, own_side
from tests.e2e.world import PASSWORD
from fedcms.users.models import User
from wagtail.users.models import UserProfile
setup_test_environment()
side = own_side(build())
for language in ("fr", "ar"):
    user = User.objects.create_superuser(f"see-{language}", f"see-{language}@people.example", PASSWORD)
    UserProfile.objects.create(user=user, preferred_language=language)
client = Client()
client.force_login(user)
print(json.dumps(list(own_screens(side, client))))
"""


@pytest.fixture(scope="module")
def screens(site: Site) -> list[tuple[str, str]]:
    """Name and address of each screen, with something on it."""
    found: list[tuple[str, str]] = json.loads(site.ask(PREPARE))
    assert len(found) > 40
    return found


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_screen_of_ours_shuts_anybody_out(
    site: Site, person: Callable[[], Person], axe: str, screens: list[tuple[str, str]], language: str
) -> None:
    """Each screen in one language, and in both with FEDCMS_ALL_SCREENS=1 (three minutes more)."""
    somebody = person().sign_in(f"see-{language}")
    page = somebody.page
    wrong: list[str] = []
    turn = 0 if language == "fr" else 1
    for number, (name, path) in enumerate(screens):
        if number % 2 != turn and not ALL:
            continue
        page.set_viewport_size({"width": 1366, "height": 900})
        assert somebody.go(path) == 200, path
        wrong += [f"{name} {path} {complaint}" for complaint in complaints(page, axe, "main")]
    assert not wrong, "\n".join(wrong)
