"""Finds component templates with their samples, and renders them.

Beside `templates/components/teaser.html` stands `teaser_sample.py` with a function `samples(things)`, which yields what
the template is shown
with: the usual case first, then the awkward ones. So it is with navigation and the blocks of a body.
"""

import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fedcms.core.templatetags.core_tags import direction
from fedcms.patterns.things import SampleSiteFrame, Things

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FOLDERS = ("components", "navigation", "blocks")
"""Where components stand; no two of them have the same name."""
LANGUAGES = ("fr", "ar")


@dataclass(frozen=True)
class Sample:
    """One way to show a component.

    `frame` is HTML with {} where the component stands: what its comment says that it stands in. `is_source`: it is
    nothing to look at (a part of <head>), and is shown as source.
    """

    name: str
    context: Mapping[str, object]
    frame: str = "{}"
    is_source: bool = False


@dataclass(frozen=True)
class Shown:
    """A sample as it came out."""

    sample: Sample
    html: SafeString


def components() -> list[str]:
    """The names of all component templates, in order."""
    return sorted(_folders())


def _folders() -> dict[str, str]:
    """The folder of each component, by its name. Raises `ValueError` for a name in two folders."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in (TEMPLATES / folder).glob("*.html"):
            if path.stem in found:
                raise ValueError(f"{path.stem} stands in {found[path.stem]} and in {folder}")
            found[path.stem] = folder
    return found


def without_sample() -> list[str]:
    """Components that nobody has given a sample."""
    return sorted(name for name, folder in _folders().items() if not _file_of(name, folder).exists())


def without_component() -> list[str]:
    """Samples whose component is gone."""
    known = set(_folders().items())
    found = [
        (path.stem.removesuffix("_sample"), folder)
        for folder in FOLDERS
        for path in (TEMPLATES / folder).glob("*_sample.py")
    ]
    return sorted(name for name, folder in found if (name, folder) not in known)


def _file_of(component: str, folder: str) -> Path:
    return TEMPLATES / folder / f"{component}_sample.py"


def samples_of(component: str, language: str) -> list[Sample]:
    """The samples of a component in a language, which must be active. Raises `FileNotFoundError` when it has none."""
    folder = _folders()[component]
    file = _file_of(component, folder)
    spec = importlib.util.spec_from_file_location(f"{folder}.{component}_sample", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Iterable[Sample] = module.samples(Things(language))
    return list(found)


def shown(component: str, language: str, request: HttpRequest) -> Iterator[Shown]:
    """The samples of a component, rendered in a language. `request` is what `{% querystring %}` reads."""
    folder = _folders()[component]
    with translation.override(language):
        for sample in samples_of(component, language):
            around: dict[str, object] = {
                "site_frame": SampleSiteFrame(),
                "LANGUAGE_CODE": language,
                "LANGUAGE_BIDI": direction(language) == "rtl",
            }
            html = render_to_string(f"{folder}/{component}.html", {**around, **sample.context}, request)
            # The template's output is safe; the frame is written by us.
            yield Shown(sample, format_html(sample.frame, SafeString(html)))
