"""A template of the test database is used again exactly while nothing that made it has changed."""

from pathlib import Path

import pytest

from tests.template_database.traces import Source, digest_of_what_ran, listing

MODULE = """
\"\"\"A module.\"\"\"
NAMES = ["fr"]

def called(words=NAMES):
    return len(words)

def view(request):
    return "before"

class Cluster:
    limit = 3

    def save(self):
        return self.limit

    def card(self):
        return "before"
"""
CALLED = ["called", "Cluster", "Cluster.save"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A module.", "A module."),
        ('"before"', '"after"'),
        ("def view(request):\n    return", "def view(request):\n    # Why.\n\n    return"),
        ("NAMES = [", "\n\nNAMES = ["),
    ],
)
def test_an_edit_of_what_never_ran_keeps_the_template(old: str, new: str) -> None:
    edited = MODULE.replace(old, new)
    assert digest_of_what_ran(edited.encode(), CALLED) == digest_of_what_ran(MODULE.encode(), CALLED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["fr"]', '["fr", "en"]'),
        ("len(words)", "len(words) + 1"),
        ("limit = 3", "limit = 4"),
        ("self.limit", "self.limit + 1"),
        ("def view(request)", "def view(request, page=1)"),
        ("    def card", "    @property\n    def card"),
        ("def view", "def other(): ...\n\ndef view"),
    ],
)
def test_an_edit_of_what_ran_makes_a_new_template(old: str, new: str) -> None:
    edited = MODULE.replace(old, new)
    assert edited != MODULE
    assert digest_of_what_ran(edited.encode(), CALLED) != digest_of_what_ran(MODULE.encode(), CALLED)


def test_a_module_that_went_or_cannot_be_read_is_another(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(MODULE)
    source = Source.module(module, CALLED)
    assert source.is_still(module)
    module.write_text(MODULE.replace("before", "after"))
    assert source.is_still(module)
    module.write_text("def broken(")
    assert not source.is_still(module)
    module.unlink()
    assert not source.is_still(module)


def test_a_new_migration_is_found_by_the_name_of_its_file(tmp_path: Path) -> None:
    before = listing(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    assert listing(tmp_path) == before
    (tmp_path / "0002_next.py").write_text("")
    assert listing(tmp_path) != before
