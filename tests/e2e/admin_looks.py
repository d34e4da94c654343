"""Looks at screens of the admin as axe does: in somebody's language, at two widths, in both themes.

Tests that show a screen in all of them use this, and say themselves what else must be there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.e2e.axe_findings import STANDARD, findings_in_both_themes, in_words
from tests.served.site import Site

WIDTHS = (1366, 360)
SPEAK = """
from fedcms.users.models import User
from wagtail.users.models import UserProfile
user = User.objects.get(username={0!r})
UserProfile.objects.update_or_create(user=user, defaults={{"preferred_language": {1!r}}})
print(1)
"""
# axe takes a part under the header that stays in view for one that is covered; a person scrolls it out from there.
IN_SIGHT = """(part) => part.offsetHeight < innerHeight / 2
    ? part.scrollIntoView({block: "center", behavior: "instant"})
    : document.scrollingElement.scrollTo({top: 0, behavior: "instant"})"""


@contextmanager
def speaking(site: Site, name: str, language: str) -> Iterator[None]:
    """Somebody has the admin in a language within it, and in French after it."""
    site.ask(SPEAK.format(name, language))
    try:
        yield
    finally:
        site.ask(SPEAK.format(name, "fr"))


def complaints(
    page: Page,
    axe: str,
    *scopes: str,
    widths: tuple[int, ...] = WIDTHS,
    is_strict: bool = False,
    must_fit: bool = True,
) -> list[str]:
    """What axe finds in parts of the screen as it stands, at each width and in each theme.

    With `is_strict`, what axe cannot decide counts, too; with `must_fit`, a screen that is wider than the window.
    """
    page.evaluate(axe)
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for scope in scopes:
            page.locator(scope).first.evaluate(IN_SIGHT)
            for theme, rows in findings_in_both_themes(page, STANDARD, scope):
                wrong = [row for row in rows if is_strict or row["kind"] == "violations"]
                found += [f"{scope} {width} {theme}\n{in_words(wrong)}"] if wrong else []
        wide = page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth")
        found += [f"{wide} pixels wider than {width}"] if must_fit and wide > 0 else []
    return found


def assert_shuts_nobody_out(
    page: Page,
    axe: str,
    *scopes: str,
    where: str = "",
    widths: tuple[int, ...] = WIDTHS,
    is_strict: bool = False,
    must_fit: bool = True,
) -> None:
    """Asserts that there are no `complaints`; `where` names the screen."""
    found = complaints(page, axe, *scopes, widths=widths, is_strict=is_strict, must_fit=must_fit)
    assert not found, f"{where or page.url}\n" + "\n".join(found)
