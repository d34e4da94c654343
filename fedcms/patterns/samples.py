"""Finds component templates with their samples, and renders them.

Beside `templates/components/teaser.html` is `teaser_sample.py` with a function `samples(things)`. It yields contexts
for the template: the usual case first, then the awkward ones. Components of navigation and blocks of bodies have
samples too.
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
"""The folders of components; no two components have the same name."""
LANGUAGES = ("fr", "ar")


@dataclass(frozen=True)
class Sample:
    """One context to show a component with.

    `frame` is HTML around the component, with {} for it. `is_source`: the component has no look of its own (a part of
    <head>), so its source is shown.
    """

    name: str
    context: Mapping[str, object]
    frame: str = "{}"
    is_source: bool = False


@dataclass(frozen=True)
class Shown:
    """A rendered sample."""

    sample: Sample
    html: SafeString


def components() -> list[str]:
    """Returns the names of all component templates, sorted."""
    return sorted(_folders())


def _folders() -> dict[str, str]:
    """Returns the folder of each component, by name. Raises `ValueError` for a name in two folders."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in (TEMPLATES / folder).glob("*.html"):
            if path.stem in found:
                raise ValueError(f"{path.stem} stands in {found[path.stem]} and in {folder}")
            found[path.stem] = folder
    return found


def without_sample() -> list[str]:
    """Returns the components that have no sample."""
    return sorted(name for name, folder in _folders().items() if not _file_of(name, folder).exists())


def without_component() -> list[str]:
    """Returns the samples whose component does not exist."""
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
    """Returns a component's samples in a language, which must be active. Raises `FileNotFoundError` without any."""
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
    """Yields the rendered samples of a component in a language. `{% querystring %}` reads `request`."""
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
