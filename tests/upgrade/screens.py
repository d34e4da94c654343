"""Finds which templates, template tags and addresses of other packages the project replaces, fills or names."""

import ast
import importlib
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

from tests.upgrade.project import ROOT, Uses, is_of_theirs, packages_of_project, sources, trees


def _their_templates() -> dict[str, Path]:
    """Templates that their applications bring, by name."""
    found: dict[str, Path] = {}
    for config in apps.get_app_configs():
        folder = Path(config.path) / "templates"
        if is_of_theirs(config.name) and folder.is_dir():
            for path in folder.rglob("*"):
                if path.is_file():
                    found.setdefault(str(path.relative_to(folder)), path)
    return found


def _our_templates() -> Iterator[tuple[str, str, str]]:
    """Name, path and text of the project's own."""
    folders = [
        ROOT / "templates",
        *(path for package in packages_of_project() for path in (ROOT / package).rglob("templates")),
    ]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".txt", ".xml"):
                yield str(path.relative_to(folder)), str(path.relative_to(ROOT)), path.read_text()


def _their_tags(text: str) -> Iterator[str]:
    """Tags and filters of theirs in a template, as `library.name`."""
    libraries = engines["django"].engine.libraries  # type: ignore[attr-defined]  # of Django's own engine
    loaded = {name for line in re.findall(r"{%\s*load ([^%]+)%}", text) for name in line.split()}
    tags = set(re.findall(r"{%-?\s*(\w+)", text))
    filters = set(re.findall(r"\|\s*(\w+)", text))
    for name in sorted(loaded & set(libraries)):
        if is_of_theirs(libraries[name]):
            register = importlib.import_module(libraries[name]).register
            yield from (
                f"tag {name}.{tag}"
                for tag in sorted((set(register.tags) & tags) | (set(register.filters) & filters))
            )


def in_templates() -> Uses:
    """Templates of theirs that ours replace, extend or include, their tags, and their addresses in ours."""
    found: Uses = defaultdict(set)
    theirs = _their_templates()
    for name, path, text in _our_templates():
        if name in theirs:
            found[f"template {name}"].add(path)
        for other in re.findall(r"{%-?\s*(?:extends|include) [\"']([^\"']+)[\"']", text):
            if other in theirs:
                found[f"template {other}"].add(path)
        for url in re.findall(r"{%-?\s*url [\"'](wagtail[^\"']+)[\"']", text):
            found[f"url {url}"].add(path)
        for tag in _their_tags(text):
            found[tag].add(path)
    for path, text in sources():
        for other in set(re.findall(r"\"(wagtail\w+/[\w/]+\.(?:html|txt))\"", text)) & set(theirs):
            found[f"template {other}"].add(path)
    return found


def _patterns(
    items: list[URLPattern | URLResolver], route: str, space: str
) -> Iterator[tuple[str, str, str]]:
    for item in items:
        here = route + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _patterns(
                item.url_patterns, here, f"{space}{item.namespace}:" if item.namespace else space
            )
        else:
            yield f"{space}{item.name}" if item.name else "", here, inspect.unwrap(item.callback).__module__


def addresses() -> Uses:
    """Addresses of theirs that the project names, and those in whose front it stands."""
    found: Uses = defaultdict(set)
    known = list(_patterns(get_resolver().url_patterns, "", ""))
    names = {name for name, _route, _module in known}
    for path, tree in trees():
        for node in ast.walk(tree):
            said = node.value if isinstance(node, ast.Constant) else None
            if isinstance(said, str) and said.startswith("wagtail") and said in names:
                found[f"url {said}"].add(path)
    # Ours have no name: theirs, which keeps it, stands behind.
    ours: set[str] = set()
    for name, route, module in known:
        if not name:
            ours.add(route)
        elif route in ours and is_of_theirs(module):
            found[f"route {route.removeprefix('admin/')}"].add("an address of ours in front of it")
    return found
