"""The style sheet of every page is one file in production, with all that it imports and no address broken."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings

from fedcms.core.design.static_files import SiteStaticFilesStorage

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "fedcms" / "static" / "css"
PRODUCTION = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "fedcms.core.design.static_files.SiteStaticFilesStorage"},
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `collectstatic`, run twice over the same folder as at each deployment, leaves there."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=str(folder), STORAGES=PRODUCTION):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def test_the_style_sheet_is_one_file_with_every_component(collected: Path) -> None:
    text = (collected / "css" / "site.css").read_text()
    assert "@import" not in text
    for component in (CSS / "components").glob("*.css"):
        said = re.sub(r"/\*.*?\*/\s*", "", component.read_text(), flags=re.DOTALL)
        first_rule = said.partition("{\n")[2].split("{")[0].strip()
        assert first_rule, component.name
        assert first_rule in text, f"{component.name} is not imported by css/site.css"


def test_every_address_in_it_exists(collected: Path) -> None:
    (hashed,) = (collected / "css").glob("site.????????????.css")
    addresses = re.findall(r'url\("([^"]+)"\)', hashed.read_text())
    assert len(addresses) >= 4, "fonts and the band"
    for address in addresses:
        assert (hashed.parent / address).resolve().exists(), address
        assert re.search(r"\.[0-9a-f]{12}\.", address), f"{address} is not hashed"


def test_the_address_of_a_file_is_hashed_each_time_it_is_asked_for(collected: Path) -> None:
    """The second answer is remembered; a file that is not there is an error, not an address."""
    with override_settings(STATIC_ROOT=str(collected), STORAGES=PRODUCTION):
        first, second = static("css/site.css"), static("css/site.css")
        assert first == second
        assert (collected / first.removeprefix("/static/")).exists()
        assert re.search(r"\.[0-9a-f]{12}\.css$", first)
        for _time in range(2):
            with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
                static("css/none.css")


def test_a_release_keeps_its_own_names_when_another_is_prepared(
    collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back again, the old code finds what it names, also what the new release has dropped."""
    old = collected / f"staticfiles-{ROOT.name}.json"
    before = old.read_text()
    with override_settings(STATIC_ROOT=str(collected), STORAGES=PRODUCTION):
        monkeypatch.setattr(SiteStaticFilesStorage, "manifest_name", "staticfiles-next.json")
        new = SiteStaticFilesStorage()
        new.hashed_files = {"css/new.css": "css/new.0123456789ab.css"}
        new.save_manifest()
        monkeypatch.undo()
        assert (collected / "staticfiles-next.json").exists()
        assert old.read_text() == before
        assert SiteStaticFilesStorage().hashed_files.keys() >= {"css/site.css"}


def test_every_style_sheet_is_imported() -> None:
    imported = set(re.findall(r'@import url\("([^"]+)"\)', (CSS / "site.css").read_text()))
    there = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"site.css"}
    assert imported == there
