"""The pattern library: every component has samples that render in both directions; production knows nothing of it."""

import importlib
import os
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from fedcms.core.blocks import BodyBlock
from fedcms.patterns import samples
from fedcms.patterns.samples import FOLDERS, LANGUAGES, components, shown, without_component, without_sample
from fedcms.patterns.views import component_page, library_page

ROOT = Path(__file__).resolve().parent.parent.parent
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
LOOK = """
from django.test import Client
client = Client(headers={"host": "127.0.0.1"})
for query in ("", "?language=xx&theme=dark", "?only=teaser&language=ar", "teaser/"):
    answer = client.get("/pattern-library/" + query)
    print(answer.status_code, len(answer.content))
page = client.get("/pattern-library/?language=ar&theme=dark").content.decode()
print('<html lang="ar" dir="rtl" data-theme="dark">' in page, page.count("patterns__component"))
print(client.get("/pattern-library/teaser/")["Content-Security-Policy"].count("frame-src"))
"""


class Sanity(HTMLParser):
    """Collects what is wrong with a piece of HTML: tags that do not match, ids twice, references to no id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
        self.faults += [
            f"id {name} is there {count} times" for name, count in Counter(self.ids).items() if count > 1
        ]
        self.faults += [f"no id {name}" for name in self.references if name not in self.ids]
        self.faults += [
            f"{mark} in the text" for mark in ("{{", "{%", "None", "object at 0x") if mark in self.text
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("for", "aria-labelledby", "aria-describedby"):
                self.references += (value or "").split()
            if not value and name in ("id", "class", "style", "src", "href", "lang", "dir", "datetime"):
                self.faults.append(f"<{tag}> has an empty {name}")
            self.text += f" {value or ''}"

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_each_component_has_samples_and_each_sample_a_component() -> None:
    """Beside NAME.html stands NAME_sample.py, for components, navigation and blocks (fedcms/patterns/samples.py)."""
    assert without_sample() == []
    assert without_component() == []
    assert len(components()) >= 48


def test_the_library_shows_what_editors_write_with_and_what_stands_around_every_page() -> None:
    """Each block of a body has its template among them, and so has each part of the site frame."""
    templates = {Path(block.meta.template) for block in BodyBlock().child_blocks.values()}
    assert {template.parent.name for template in templates} == {"blocks"}
    assert {template.stem for template in templates} <= set(components())
    assert {"header", "footer", "language_picker", "breadcrumbs", "section", "skip_link"} <= set(components())


def test_a_component_without_a_sample_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"new_in_{folder}.html").touch()
        (tmp_path / folder / f"gone_from_{folder}_sample.py").touch()
    monkeypatch.setattr(samples, "TEMPLATES", tmp_path)
    assert without_sample() == sorted(f"new_in_{folder}" for folder in FOLDERS)
    assert without_component() == sorted(f"gone_from_{folder}" for folder in FOLDERS)
    (tmp_path / FOLDERS[0] / f"new_in_{FOLDERS[1]}.html").touch()
    with pytest.raises(ValueError, match="new_in"):
        components()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("component", components())
def test_each_sample_renders_into_sane_html_without_a_database(component: str, language: str) -> None:
    """No fixture gives it a database: a component that asked one would fail here."""
    rendered = list(shown(component, language, RequestFactory().get("/pattern-library/")))
    assert rendered
    assert len({each.sample.name for each in rendered}) == len(rendered), "two samples of one name"
    for each in rendered:
        assert each.html.strip(), each.sample.name
        assert Sanity(each.html).faults == [], f"{each.sample.name}\n{each.html}"


def test_samples_speak_the_language_asked_for() -> None:
    request = RequestFactory().get("/pattern-library/")
    french, arabic = ("".join(each.html for each in shown("teaser", code, request)) for code in LANGUAGES)
    assert "Former les enseignants" in french
    assert "Actualité" in french
    assert "تدريب المعلمين" in arabic
    assert "Former" not in arabic


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p><b>x</p>", "</p> closes nothing"),
        ("<p>x", "<p> is not closed"),
        ('<i id="a"></i><i id="a"></i>', "id a is there 2 times"),
        ('<label for="a"></label>', "no id a"),
        ('<a href="">None</a>', "<a> has an empty href"),
        ("<p>None</p>", "None in the text"),
    ],
)
def test_what_is_not_sane_is_seen(html: str, fault: str) -> None:
    assert fault in Sanity(html).faults


def test_a_developer_sees_them_all() -> None:
    """In the development settings, in a process of its own."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "fedcms.settings.dev", "DATABASE_URL": "sqlite:///:memory:"}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", LOOK]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *answers, directions, policy = done.stdout.strip().splitlines()
    assert [answer.split()[0] for answer in answers] == ["200"] * 4
    assert directions == f"True {len(components())}"
    assert policy == "1"


def test_what_does_not_exist_is_not_shown() -> None:
    with pytest.raises(Http404):
        component_page(RequestFactory().get("/pattern-library/unknown/"), component="unknown")
    with pytest.raises(Http404):
        library_page(RequestFactory().get("/pattern-library/?only=unknown"))


@pytest.mark.django_db
def test_in_production_there_is_no_such_page(federation: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEDCMS_SECRET_KEY", "x" * 50)
    production = importlib.import_module("fedcms.settings.production")
    assert production.ROOT_URLCONF == "fedcms.urls"
    assert "fedcms.patterns" not in production.INSTALLED_APPS
    for path in ("/pattern-library/", "/pattern-library/teaser/", "/fr/pattern-library/"):
        assert Client().get(path, follow=True).status_code == 404, path
