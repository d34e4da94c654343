"""Names are those of Wagtail, Django, schema.org and the press: none of the words that glossary.toml replaces."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
GLOSSARY = tomllib.loads(Path(__file__).with_name("glossary.toml").read_text())["not"]
APPS = ("fedcms/", "clusters/", "news/", "events/", "search/", "home/", "templates/", "bin/")
# Functions and variables of tests are sentences and their people.
IN_TESTS = ("class", "file")

EXPLAINED = """
The glossary has another word (tests/glossary.toml, which says what stays; CONTRIBUTING.md, "Names"):

"""


class Name(NamedTuple):
    """A name as it is written somewhere: of a class, function, argument, variable, template or file."""

    kind: str
    text: str
    line: int


def names_of_python(source: str) -> Iterator[Name]:
    """What a module defines, and what its functions call their arguments and variables."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            yield Name("class", node.name, node.lineno)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Name("function", node.name, node.lineno)
        elif isinstance(node, ast.arg):
            yield Name("argument", node.arg, node.lineno)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield Name("variable", node.id if isinstance(node, ast.Name) else node.attr, node.lineno)


def names_of_template(source: str) -> Iterator[Name]:
    """The variables and tags of a template, without its texts and strings."""
    source = re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}",
        lambda found: "\n" * found[0].count("\n"),
        source,
        flags=re.DOTALL,
    )
    for number, line in enumerate(source.splitlines(), 1):
        for code in re.findall(r"\{[{%](.*?)[%}]\}", line):
            for word in re.findall(r"[A-Za-z_]\w*", re.sub(r"\"[^\"]*\"|'[^']*'", "", code)):
                yield Name("template", word, number)


def words_of(name: str) -> list[str]:
    """`page_chrome`, `PageChrome` and `page-chrome.css`: page, chrome (and css)."""
    return re.findall(r"[a-z0-9]+|[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", name.replace("_", " "))


def complaints(path: str, source: str) -> list[str]:
    """What is to be renamed in a file: where, and what the glossary says instead."""
    found = [Name("file", part, 1) for part in Path(path).parts]
    if path.endswith(".py"):
        found += names_of_python(source)
    elif path.endswith(".html"):
        found += names_of_template(source)
    said: dict[str, None] = {}
    for name in found:
        if path.startswith("tests/") and name.kind not in IN_TESTS:
            continue
        bare = name.text.strip("_")
        parts = {word.lower() for word in words_of(bare)}
        for entry in GLOSSARY:
            if bare.removesuffix(".py") in entry.get("except", ()) or name.kind in entry.get(
                "except_kinds", ()
            ):
                continue
            if parts & set(entry.get("words", ())) or bare in entry.get("names", ()):
                said[f"{path}:{name.line}: {name.kind} `{name.text}`; say: {entry['use']}"] = None
    return list(said)


def files() -> Iterator[Path]:
    """The project's own code, templates and tests, but migrations, which keep the names of their time."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        is_ours = name.startswith((*APPS, "tests/")) and name.endswith((".py", ".html", ".css", ".js"))
        if is_ours and "/migrations/" not in name and "/data/" not in name and (ROOT / name).exists():
            yield ROOT / name


def test_no_name_is_a_word_that_the_glossary_replaces() -> None:
    found = [each for path in files() for each in complaints(str(path.relative_to(ROOT)), path.read_text())]
    assert not found, EXPLAINED + "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source", "say"),
    [
        (
            "home/menus.py",
            "\n\nclass PageChrome:\n    pass\n",
            "home/menus.py:3: class `PageChrome`; say: site frame",
        ),
        (
            "home/x.py",
            "def draw_mosaic(): ...",
            "home/x.py:1: function `draw_mosaic`; say: placeholder cover",
        ),
        ("home/x.py", "def f(kit): ...", "home/x.py:1: argument `kit`; say: section blueprint, or press_kit"),
        (
            "templates/a.html",
            "\n{% if chrome.nav %}",
            "templates/a.html:2: template `chrome`; say: site frame",
        ),
        ("home/lifeline.py", "", "home/lifeline.py:1: file `lifeline.py`; say: liveness lock"),
        ("tests/home/test_desks.py", "", "tests/home/test_desks.py:1: file `test_desks.py`; say: dashboard"),
    ],
)
def test_a_planted_word_is_named_with_its_place_and_the_word_to_use(path: str, source: str, say: str) -> None:
    assert complaints(path, source) == [say]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("news/newsroom/press_kit.py", "class KitImage: ..."),
        ("home/x.py", "person = said = None"),
        ("home/x.py", "def front_page(): ...\nclass ReportRow: ..."),
        ("templates/a.html", '{# chrome #}{% comment %}\n kit {% endcomment %}{% include "mosaic" %}'),
    ],
)
def test_what_wagtail_and_the_press_say_stays(path: str, source: str) -> None:
    assert complaints(path, source) == []
