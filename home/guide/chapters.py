"""Finds the chapters of the editors' guide (docs/editors) by language, rendered once a process and file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from PIL import Image

from home.guide.rendering import GuideSection, RenderedChapter, render

# The languages in which the guide is written. Who reads the admin in another one gets the last.
LANGUAGES = ("fr", "en")
CONTENTS = "README"


@dataclass(frozen=True)
class Chapter:
    """A chapter of the guide; its number is its place in the guide, 0 for the table of contents."""

    language: str
    name: str
    number: int
    html: SafeString
    sections: tuple[GuideSection, ...]

    @property
    def title(self) -> str:
        """Returns the chapter's heading."""
        return self.sections[0].title

    @property
    def parts(self) -> list[GuideSection]:
        """Returns the sections of the second level."""
        return [section for section in self.sections if section.level == 2]

    @property
    def url(self) -> str:
        """Returns the address of the chapter in the admin."""
        return chapter_url(self.language, self.name)

    @property
    def anchors(self) -> set[str]:
        """Returns the anchors of its headings."""
        return {section.anchor for section in self.sections}


def guide_language(interface: str) -> str:
    """Returns the language in which somebody reads the guide whose interface is in another."""
    base = interface.partition("-")[0]
    return base if base in LANGUAGES else LANGUAGES[-1]


def folder_of(language: str) -> Path:
    """Returns the folder with the chapters of a language."""
    root = Path(settings.BASE_DIR) / "docs" / "editors"
    return root if language == LANGUAGES[0] else root / language


def chapter_url(language: str, name: str, anchor: str = "") -> str:
    """Returns the address of a chapter, or of a heading in it, in the admin."""
    if name == CONTENTS:
        url = reverse("guide:contents", args=[language])
    else:
        url = reverse("guide:chapter", args=[language, name])
    return f"{url}#{anchor}" if anchor else url


def chapter_files(language: str) -> dict[str, Path]:
    """Returns the files of a language's chapters by name, in their order; the table of contents is the first."""
    folder = folder_of(language)
    return {CONTENTS: folder / f"{CONTENTS}.md"} | {
        path.stem: path
        for path in sorted(folder.glob("[0-9]*.md"), key=lambda path: int(path.stem.partition("-")[0]))
    }


def chapter(language: str, name: str) -> Chapter | None:
    """Returns a chapter, or `None` if there is none of this name in this language."""
    path = chapter_files(language).get(name) if language in LANGUAGES else None
    if path is None:
        return None
    number = 0 if name == CONTENTS else int(name.partition("-")[0])
    # Where the site is served, files change with a restart alone, as the list of static files does.
    rendered = _rendered(language, path, path.stat().st_mtime_ns if settings.DEBUG else 0)
    return Chapter(language, name, number, rendered.html, rendered.sections)


def chapters(language: str) -> list[Chapter]:
    """Returns all chapters of a language in their order, the table of contents first."""
    return [found for name in chapter_files(language) if (found := chapter(language, name)) is not None]


def linked_chapter(language: str, target: str) -> tuple[str, str, str] | None:
    """Returns language, name and anchor that a link within the guide leads to; `None` when it leads to no chapter."""
    file, _sign, anchor = target.partition("#")
    path = (folder_of(language) / unquote(file)).resolve()
    for other in LANGUAGES:
        for name, known in chapter_files(other).items():
            if path == known.resolve():
                return other, name, unquote(anchor)
    return None


@lru_cache(maxsize=64)
def _rendered(language: str, path: Path, changed_ns: int) -> RenderedChapter:
    """Renders a file; `changed_ns` makes it render again when the file has changed."""

    def link_address(target: str) -> str:
        if target.startswith(("#", "https://")):
            return target
        linked = linked_chapter(language, target)
        return chapter_url(*linked) if linked else target

    def picture_attributes(source: str) -> dict[str, str]:
        # With its size, so that a text below it stays where it is when the picture comes.
        with Image.open(path.parent / source) as picture:
            width, height = picture.size
        name = Path(source).name
        return {
            "src": static(f"guide/{language}/{name}"),
            "width": str(width),
            "height": str(height),
            "loading": "lazy",
        }

    return render(path.read_text(encoding="utf-8"), link_address, picture_attributes)


def neighbours(found: Chapter, among: Sequence[Chapter]) -> tuple[Chapter | None, Chapter | None]:
    """Returns the chapters before and after one; `None` where there is none."""
    numbers = {each.number: each for each in among}
    return numbers.get(found.number - 1), numbers.get(found.number + 1)


def same_chapter_in(language: str, found: Chapter) -> Chapter | None:
    """Returns the chapter of the same number in another language."""
    return next((each for each in chapters(language) if each.number == found.number), None)
