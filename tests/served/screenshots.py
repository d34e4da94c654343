"""`make screenshots`: every type of page in four languages, at three widths, by day and by night, and on paper.

Usage: python -m tests.served.screenshots [--languages fr,ar] [--widths 390] [--themes dark] [KIND ...]
       python -m tests.served.screenshots --readme
       python -m tests.served.screenshots --guide [PICTURE ...]

They go to var/screenshots (git-ignored): one folder a look, contact sheets of all in `sheets`, PDFs in `print`, and
`index.html`, which shows them. All of it is some 1,300 pictures and takes half an hour; the options are for less.
`--readme` renews the three pictures in docs/images instead, `--guide` those of the editors' guide in both languages,
all or some by name (tests/served/guide_pictures.py).
"""

import argparse
import sys

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.served.contact_sheets import write_index, write_sheets
from tests.served.demo import demo_site
from tests.served.looks import LOOKS, SCREENS, THEMES, Look, open_whole, seen
from tests.served.options import some_of
from tests.served.pages import ALL_LANGUAGES, KINDS, Pages
from tests.served.prints import KINDS_ON_PAPER, print_page
from tests.served.site import CHROMIUM, FLAGS, ROOT

FOLDER = ROOT / "var" / "screenshots"
README = ROOT / "docs" / "images"
# What the README shows: name of the file, type of page, look, width of the file in pixels.
OF_README = [
    ("home-fr", "home", Look("fr", 1440), 960),
    ("clusters-fr-dark", "clusters", Look("fr", 1440, "dark"), 960),
    ("home-ar-dark", "home", Look("ar", 390, "dark", scale=2), 390),
]


def of_look(browser: Browser, pages: Pages, look: Look, kinds: list[str]) -> int:
    """Takes a picture of each type of page asked for, and sheets of all that there are; returns how many sheets."""
    folder = FOLDER / look.name
    folder.mkdir(parents=True, exist_ok=True)
    with seen(browser, pages, look) as page:
        for kind in [each for each in kinds if pages.has(each, look.language)]:
            open_whole(page, pages, kind, look.language)
            page.screenshot(path=folder / f"{kind}.png", full_page=True)
    taken = [folder / f"{kind}.png" for kind in KINDS if (folder / f"{kind}.png").exists()]
    return write_sheets(FOLDER / "sheets", look.name, taken, look.width)


def on_paper(browser: Browser, pages: Pages, languages: list[str], kinds: list[str]) -> None:
    """Prints what people print."""
    folder = FOLDER / "print"
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        with seen(browser, pages, Look(language, 1440)) as page:
            for kind in [each for each in KINDS_ON_PAPER if each in kinds]:
                print_page(page, pages, kind, language, folder / f"{kind}-{language}.pdf")


def of_readme(browser: Browser, pages: Pages) -> None:
    """The README's three, small."""
    README.mkdir(parents=True, exist_ok=True)
    for name, kind, look, width in OF_README:
        shot = README / f"{name}.png"
        with seen(browser, pages, look) as page:
            open_whole(page, pages, kind, look.language)
            page.screenshot(path=shot)
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


def wanted(arguments: list[str]) -> argparse.Namespace:
    """Reads the options; says what there is, and ends with 2, when something unknown is asked for."""
    parser = argparse.ArgumentParser(prog="make screenshots")
    widths = [str(width) for width in SCREENS]
    for name, known in (("languages", list(ALL_LANGUAGES)), ("widths", widths), ("themes", list(THEMES))):
        parser.add_argument(
            f"--{name}", type=some_of(known), default=known, help=f"some of {','.join(known)}"
        )
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    options = parser.parse_args(arguments)
    if unknown := set(options.kinds) - set(KINDS):
        parser.error(f"no such type of page: {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    options.kinds = options.kinds or list(KINDS)
    return options


def main(arguments: list[str]) -> int:
    """Takes the pictures; returns the exit code."""
    if arguments[:1] == ["--guide"]:
        return of_guide(arguments[1:])
    options = wanted(arguments)
    with demo_site() as site, sync_playwright() as playwright:
        pages = Pages.of(site)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if options.readme:
            of_readme(browser, pages)
            return 0
        on_paper(browser, pages, options.languages, options.kinds)
        for look in LOOKS:
            if (
                look.language in options.languages
                and str(look.width) in options.widths
                and look.theme in options.themes
            ):
                number = of_look(browser, pages, look, options.kinds)
                sys.stdout.write(f"{look.name}: {len(options.kinds)} pictures, {number} sheets\n")
                sys.stdout.flush()
        index = write_index(FOLDER, sorted(FOLDER.glob("print/*.pdf")))
        sys.stdout.write(f"{index.relative_to(ROOT)}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
