"""`make topology` reads the operator's guides whole: each command is run, or it is said why not."""

from pathlib import Path

import pytest

from tests.topology.guide import Command, blocks_of
from tests.topology.stages import GUIDES, PAGES
from tests.topology.table import TABLE, entry_of
from tests.topology.units import read_unit


def commands() -> list[Command]:
    return [
        command for page in PAGES for block in blocks_of(GUIDES / page, page) for command in block.commands
    ]


def test_each_fenced_block_of_the_guides_is_read() -> None:
    for page in PAGES:
        blocks = blocks_of(GUIDES / page, page)
        fences = [
            line for line in (GUIDES / page).read_text().splitlines() if line.lstrip().startswith("```")
        ]
        assert len(fences) == 2 * len(blocks)
        assert all(block.commands for block in blocks if not block.language)


def test_each_command_is_run_or_substituted() -> None:
    found = {entry_of(command) for command in commands()}
    assert [entry.begins for entry in TABLE if entry not in found] == [], (
        "entries that nothing needs any more"
    )
    assert all(entry.why for entry in TABLE)


def test_a_program_that_nobody_decided_upon_is_refused() -> None:
    for text in ("rm -rf /srv", "systemctl stop x && reboot", "(umask 0027; mkfs /dev/sda)"):
        with pytest.raises(ValueError, match="Nobody has said"):
            entry_of(Command("page.md", 1, text))


def test_a_command_is_what_a_person_would_copy(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A\n\n1. do:\n\n   ```\n   one \\\n     --more   # why\n\n   # nothing\n   two\n   ```\n\n```nginx\nx;\n```\n"
    )
    first, second = blocks_of(page, "page.md")
    assert [(c.line, c.words) for c in first.commands] == [(6, "one \\\n  --more"), (10, "two")]
    assert (second.language, second.commands) == ("nginx", ())
    page.write_text("```\nnever closed\n")
    with pytest.raises(ValueError, match="never closed"):
        blocks_of(page, "page.md")


def test_each_unit_is_understood(tmp_path: Path) -> None:
    for path in sorted((GUIDES / "systemd").glob("fedcms-*.*")):
        assert read_unit(path).values
    broken = tmp_path / "fedcms-x.service"
    broken.write_text("[Service]\nRestartMaybe=yes\n")
    with pytest.raises(ValueError, match="RestartMaybe"):
        read_unit(broken)
