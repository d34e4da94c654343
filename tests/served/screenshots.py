"""`make screenshots`: every type of page, as a reader in France, a reader on a phone in Arabic, and by night.

Usage: python -m tests.served.screenshots [--readme] [KIND ...]
       python -m tests.served.screenshots --guide [PICTURE ...]

They go to var/screenshots (git-ignored), one folder a look. `--readme` renews the three in docs/images instead,
`--guide` those of the editors' guide in both languages, all or some by name (tests/served/guide_pictures.py).
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.served.demo import demo_site
from tests.served.pages import KINDS, Pages
from tests.served.site import CHROMIUM, FLAGS, ROOT

FOLDER = ROOT / "var" / "screenshots"
README = ROOT / "docs" / "images"


@dataclass(frozen=True)
class Look:
    """How somebody sees the site."""

    language: str
    width: int
    height: int
    theme: Literal["light", "dark"] = "light"
    scale: int = 1


LOOKS = {
    "fr-desktop": Look("fr", 1440, 900),
    "fr-desktop-dark": Look("fr", 1440, 900, "dark"),
    "ar-phone": Look("ar", 390, 844, scale=2),
    "ar-phone-dark": Look("ar", 390, 844, "dark", scale=2),
}
# What the README shows: name of the file, type of page, look, width of the file in pixels.
OF_README = [
    ("home-fr", "home", "fr-desktop", 960),
    ("clusters-fr-dark", "clusters", "fr-desktop-dark", 960),
    ("home-ar-dark", "home", "ar-phone-dark", 390),
]


def shoot(browser: Browser, pages: Pages, look: Look, wanted: dict[str, Path], *, whole: bool) -> None:
    """Writes a picture of each type of page wanted; `whole` pages, or what a screen shows of them."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        device_scale_factor=look.scale,
        color_scheme=look.theme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    pages.open(
        page, "home", look.language
    )  # the font is in the cache from here on: it is used when it is there
    for kind, path in wanted.items():
        pages.open(page, kind, look.language)
        # Lazy pictures come when they are near.
        page.evaluate("() => document.querySelectorAll('img').forEach((each) => { each.loading = 'eager'; })")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=path, full_page=whole)
    context.close()


def all_pages(browser: Browser, pages: Pages, kinds: list[str]) -> None:
    """Every look of every type of page asked for."""
    for name, look in LOOKS.items():
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        shoot(browser, pages, look, {kind: folder / f"{kind}.png" for kind in kinds}, whole=True)
    sys.stdout.write(f"{len(LOOKS) * len(kinds)} pictures in {FOLDER.relative_to(ROOT)}\n")


def of_readme(browser: Browser, pages: Pages) -> None:
    """The README's three, small."""
    README.mkdir(parents=True, exist_ok=True)
    for name, kind, look, width in OF_README:
        shot = README / f"{name}.png"
        shoot(browser, pages, LOOKS[look], {kind: shot}, whole=False)
        with Image.open(shot) as picture:
            small = picture.resize(
                (width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS
            )
            small.save(shot.with_suffix(".webp"), quality=82, method=6)
        shot.unlink()
        sys.stdout.write(f"docs/images/{name}.webp\n")


def of_guide(names: list[str]) -> int:
    """The editors' guide's; returns the exit code."""
    from tests.served.guide_pictures import PICTURES, take  # noqa: PLC0415  # the others need not what it does

    known = [picture.name for picture in PICTURES]
    if unknown := set(names) - set(known):
        sys.stderr.write(f"No such picture: {', '.join(sorted(unknown))}. There are: {', '.join(known)}\n")
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for path in take(browser, names):
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
        browser.close()
    return 0


def main(arguments: list[str]) -> int:
    """Takes the pictures; returns the exit code."""
    if arguments[:1] == ["--guide"]:
        return of_guide(arguments[1:])
    kinds = [each for each in arguments if each != "--readme"] or list(KINDS)
    if unknown := set(kinds) - set(KINDS):
        sys.stderr.write(
            f"No such type of page: {', '.join(sorted(unknown))}. There are: {', '.join(KINDS)}\n"
        )
        return 2
    with demo_site() as site, sync_playwright() as playwright:
        pages = Pages.of(site)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if "--readme" in arguments:
            of_readme(browser, pages)
        else:
            all_pages(browser, pages, kinds)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
