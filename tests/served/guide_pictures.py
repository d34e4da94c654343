"""The pictures of the editors' guide: screens of the demo's admin in each language of the guide.

The demo is copied first: what is submitted and changed for the pictures is in no other's way.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.probes import STILL
from tests.served import demo
from tests.served.site import ROOT, Site, serving, site_in

FOLDERS = {"fr": ROOT / "docs/editors/images", "en": ROOT / "docs/editors/en/images"}
WIDTH = 1280
# The menu of the admin, which a part of a screen is shown without.
MENU = 200
PATIENCE_MS = 30_000
EDITOR, PUBLISHER, TRANSLATOR, OTHERS = (
    "redaction.occ",
    "publication.occ",
    "traduction.bre",
    "publication.bre",
)


def _as_it_opens(page: Page) -> None:
    """Nothing is pressed."""


def _send_back(page: Page) -> None:
    page.locator("[data-workflow-action-name=reject]").first.click()
    page.locator(".modal textarea").fill("Donnez le nom du collège, et la date de l’essai.")


def _open_panel(name: str) -> Callable[[Page], None]:
    def opened(page: Page) -> None:
        toggle = page.locator(f"[data-side-panel-toggle={name}]")
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()
        page.locator(f"[data-side-panel={name}]").wait_for()
        # The preview is rendered, and its pictures come.
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(3000)

    return opened


def _preview_social_card(page: Page) -> None:
    _open_panel("preview")(page)
    page.locator("#id_preview_mode").select_option("card")
    page.wait_for_timeout(3000)


def _open_schedule(page: Page) -> None:
    _open_panel("status")(page)
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    page.locator("#schedule-publishing-dialog input").first.wait_for()


def _open_blocks(page: Page) -> None:
    add = page.locator(".c-sf-add-button").first
    add.scroll_into_view_if_needed()
    add.click()
    page.keyboard.press("ArrowDown")


def _upload_image(page: Page) -> None:
    page.locator("[data-chooser-action-choose]").first.click()
    page.locator("#tab-label-upload").click()
    page.locator(".modal input[name$=title]").fill("Le micro de la classe")


def _to_the_decision(page: Page) -> None:
    page.locator(".translation-editor__decision").scroll_into_view_if_needed()


@dataclass(frozen=True)
class Picture:
    """A picture of the guide: whose screen, which scene (tests.served.guide_scenes), what is done, what is kept."""

    name: str
    user: str
    scene: str
    height: int
    prepare: Callable[[Page], None] = _as_it_opens
    # A part of the screen alone, or as much of its end.
    part: str = ""
    last: int = 0
    width: int = WIDTH


PICTURES = (
    Picture("connexion", "", "login", 680, width=500),
    Picture("accueil", EDITOR, "home", 860),
    Picture("explorateur", EDITOR, "listing", 700),
    Picture("types", EDITOR, "types", 900),
    Picture("article", EDITOR, "article", 1000),
    Picture("blocs", EDITOR, "new", 900, _open_blocks),
    Picture("image", EDITOR, "new", 1000, _upload_image),
    Picture("apercu", EDITOR, "article", 1000, _open_panel("preview")),
    Picture("apercu-carte", EDITOR, "article", 800, _preview_social_card),
    Picture("verifications", EDITOR, "faulty", 800, _open_panel("checks")),
    Picture("soumettre", EDITOR, "new", 900, last=160),
    Picture("a-reprendre", EDITOR, "sent_back", 560),
    Picture("programmer", EDITOR, "article", 800, _open_schedule),
    Picture("a-relire", PUBLISHER, "home", 700),
    Picture("relire", PUBLISHER, "review", 900, last=160),
    Picture("calendrier", PUBLISHER, "calendar", 900),
    Picture("demander", PUBLISHER, "review", 450, _send_back),
    Picture("lot", OTHERS, "bundle", 900),
    Picture("acces", OTHERS, "access", 760),
    Picture("envoi", OTHERS, "mailing", 800),
    Picture("co-signatures", OTHERS, "co_signatures", 860),
    Picture("dossier-de-presse", OTHERS, "press_kit", 900),
    Picture("traducteur-accueil", TRANSLATOR, "home", 640),
    Picture("traduire-langues", EDITOR, "languages", 480),
    Picture("traduire-textes", TRANSLATOR, "arabic", 1000),
    Picture("traducteur-glossaire", OTHERS, "english", 1000, part=".translation-text:has([role=note])"),
    Picture("traduction-relire", OTHERS, "english", 700, _to_the_decision),
    Picture("traducteur-comparer", OTHERS, "compared", 800),
    Picture("changement-mineur", OTHERS, "original", 420),
    Picture("rapport-traductions", OTHERS, "report", 860),
)


@contextmanager
def guide_site() -> Iterator[Site]:
    """A copy of the demo, with the scenes, served. Its address is in the settings: another than the demo's."""
    original = Path(demo.prepared().environment["FEDCMS_VAR_DIR"])
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(original, copy, symlinks=True)
        with serving(site_in(copy)) as site:
            yield site


def _sign_in(page: Page, site: Site, user: str, password: str) -> None:
    page.goto(f"{site.address}/admin/login/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", password)
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")


def _shoot(page: Page, picture: Picture, path: Path) -> None:
    page.evaluate(STILL)
    if picture.part:
        page.locator(picture.part).first.screenshot(path=path)
    elif picture.last:
        top = picture.height - picture.last
        page.screenshot(
            path=path, clip={"x": MENU, "y": top, "width": picture.width - MENU, "height": picture.last}
        )
    else:
        page.screenshot(path=path)


def take(browser: Browser, names: list[str]) -> list[Path]:
    """Takes the pictures, all or those named, in each language; returns their paths."""
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    taken: list[Path] = []
    with guide_site() as site:
        scenes: dict[str, str] = json.loads(site.ask("from tests.served.guide_scenes import dump; dump()"))
        for language, folder in FOLDERS.items():
            folder.mkdir(exist_ok=True)
            site.manage(
                "shell",
                "--no-imports",
                "-c",
                f"from tests.served.guide_scenes import speak; speak({language!r})",
            )
            for user in dict.fromkeys(picture.user for picture in wanted):
                context = browser.new_context(locale=language, reduced_motion="reduce")
                context.set_default_timeout(PATIENCE_MS)
                page = context.new_page()
                if user:
                    _sign_in(page, site, user, scenes["password"])
                for picture in wanted:
                    if picture.user == user:
                        page.set_viewport_size({"width": picture.width, "height": picture.height})
                        page.goto(site.address + scenes[picture.scene], wait_until="networkidle")
                        expect(page.locator("body")).to_be_visible()
                        picture.prepare(page)
                        taken.append(_kept(page, picture, folder))
                context.close()
    return taken


def _kept(page: Page, picture: Picture, folder: Path) -> Path:
    """Takes a picture, and keeps it small."""
    shot = folder / f"{picture.name}.png"
    kept = shot.with_suffix(".webp")
    _shoot(page, picture, shot)
    with Image.open(shot) as found:
        found.convert("RGB").save(kept, quality=78, method=6)
    shot.unlink()
    return kept
