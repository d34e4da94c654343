"""An upgrade of Wagtail and its companions that would break the project is told in words, before an editor meets it."""

import ast
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.upgrade.finding import own_names, uses, uses_in
from tests.upgrade.listed import LIST, Lean, changes, known, leans, read_in
from tests.upgrade.record import recorded

PAGE = "body wagtail.models.Page._slug_is_available"


def test_what_is_leant_on_is_as_it_was_when_somebody_looked() -> None:
    listed = leans()
    found = changes(listed, read_in(sys.executable, [lean.name for lean in listed]), defaultdict(set))
    assert not found, "After a look: python -m tests.upgrade.record\n" + "\n".join(found)


def test_nothing_is_leant_on_that_is_not_listed() -> None:
    found = uses()
    assert len(found) > 200, "the uses were not found"
    unlisted = [f"{name}: {', '.join(sorted(found[name]))}" for name in sorted(set(found) - known())]
    assert not unlisted, "Name and reason belong in tests/upgrade/leans.toml:\n" + "\n".join(unlisted)


def test_nothing_is_listed_twice_or_without_a_reason() -> None:
    names = [lean.bare for lean in leans()]
    assert sorted(names) == sorted(set(names))
    assert all(lean.why.endswith(".") and lean.look and lean.reading for lean in leans())


HIDE = "function (self, when)"
BEFORE = """
class Row:
    def hide(self, when): return when
    def show(self): return 1
    def keep(self): return 1
    def drop(self): return 1
LIMIT = 3
"""
AFTER = """
class Row:
    def hide(self, when, *, who=None): return when
    def show(self): return 2
    def keep(self): return 1  # as before
LIMIT = 4
"""


def test_a_change_is_told_in_words(tmp_path: Path) -> None:
    names = [*(f"body somebody.Row.{name}" for name in ("hide", "show", "keep", "drop")), "somebody.LIMIT"]
    runner = tmp_path / "python"
    runner.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {sys.executable} -B "$@"\n')
    runner.chmod(0o755)
    (tmp_path / "somebody.py").write_text(BEFORE)
    was = read_in(runner, names)
    (tmp_path / "somebody.py").write_text(AFTER)
    listed = [Lean(name, was[name], "It hides.", "the clock") for name in names]
    told = changes(listed, read_in(runner, names), {"somebody.Row.hide": {"clusters/moves.py"}})
    assert [words.split("\n    ") for words in told] == [
        [
            f"somebody.Row.hide: signature was {HIDE}, is {HIDE[:-1]}, *, who=None); used by clusters/moves.py.",
            "It hides. Look at: the clock.",
        ],
        ["somebody.Row.show: its source changed.", "It hides. Look at: the clock."],
        ["somebody.Row.drop: is not there.", "It hides. Look at: the clock."],
        ["somebody.LIMIT: was 3, is 4.", "It hides. Look at: the clock."],
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from wagtail.models import Page\nPage._new_thing()", "._new_thing"),
        ("from wagtail.models import Page\nPage.move = None", "wagtail.models.Page.move"),
        ("from wagtail.models import Page\nsetattr(Page, 'move', None)", "wagtail.models.Page.move"),
        ("from wagtail.hooks import _hooks", "wagtail.hooks._hooks"),
        (
            "from wagtail.admin.views.pages import lock\nlock.LockView",
            "wagtail.admin.views.pages.lock.LockView",
        ),
        (
            "from wagtail.admin.rich_text import DraftailRichTextArea",
            "wagtail.admin.rich_text.DraftailRichTextArea",
        ),
        ("def f(page):\n    return getattr(page, '_inner', None)", "._inner"),
    ],
)
def test_a_new_use_is_found(code: str, name: str) -> None:
    assert name in {found for found, _where in uses_in("somewhere.py", ast.parse(code))}
    assert name not in known()
    assert name.removeprefix(".") not in own_names()


def test_looking_again_changes_readings_alone() -> None:
    text = LIST.read_text()
    readings = {lean.name: lean.reading for lean in leans()}
    assert recorded(text, readings) == text
    other = recorded(text, readings | {PAGE: 'function ("x")'})
    different = [(a, b) for a, b in zip(text.splitlines(), other.splitlines(), strict=True) if a != b]
    assert [b for _a, b in different] == [f'"{PAGE}" = "function (\\"x\\")"']
