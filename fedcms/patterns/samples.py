"""Finds component templates and the samples that stand beside them, and renders one with the other.

Beside `templates/components/card.html` stands `card_sample.py` with a function `samples(things)`, which yields what the
template is shown with: the usual case first, then the awkward ones.
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
from fedcms.patterns.things import Chrome, Things

FOLDER = Path(settings.BASE_DIR) / "templates" / "components"
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
    return sorted(path.stem for path in FOLDER.glob("*.html"))


def without_sample() -> list[str]:
    """Components that nobody has given a sample."""
    return [name for name in components() if not _file_of(name).exists()]


def without_component() -> list[str]:
    """Samples whose component is gone."""
    known = set(components())
    found = sorted(path.stem.removesuffix("_sample") for path in FOLDER.glob("*_sample.py"))
    return [name for name in found if name not in known]


def _file_of(component: str) -> Path:
    return FOLDER / f"{component}_sample.py"


def samples_of(component: str, language: str) -> list[Sample]:
    """The samples of a component in a language, which must be active. Raises `FileNotFoundError` when it has none."""
    spec = importlib.util.spec_from_file_location(f"components.{component}_sample", _file_of(component))
    if spec is None or spec.loader is None:
        raise ImportError(f"{_file_of(component)} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Iterable[Sample] = module.samples(Things(language))
    return list(found)


def shown(component: str, language: str, request: HttpRequest) -> Iterator[Shown]:
    """The samples of a component, rendered in a language. `request` is what `{% querystring %}` reads."""
    with translation.override(language):
        for sample in samples_of(component, language):
            around: dict[str, object] = {
                "chrome": Chrome(),
                "LANGUAGE_CODE": language,
                "LANGUAGE_BIDI": direction(language) == "rtl",
            }
            html = render_to_string(f"components/{component}.html", {**around, **sample.context}, request)
            # The template's output is safe; the frame is written by us.
            yield Shown(sample, format_html(sample.frame, SafeString(html)))
