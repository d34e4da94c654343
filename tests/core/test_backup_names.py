"""Two backups within one second have two names."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from fedcms.core.backups.database import BackupError
from fedcms.core.backups.sets import free_name

MOMENT = datetime(2026, 12, 2, 10, 0, 0, tzinfo=UTC)


def test_the_second_waits_for_the_next_second(tmp_path: Path) -> None:
    (tmp_path / "20261202T100000Z").mkdir()
    with time_machine.travel(MOMENT, tick=True):
        assert free_name(tmp_path) == "20261202T100001Z"


def test_where_the_clock_stands_still_the_operator_is_told(tmp_path: Path) -> None:
    (tmp_path / "20261202T100000Z").mkdir()
    with time_machine.travel(MOMENT, tick=False), pytest.raises(BackupError, match="clock stands still"):
        free_name(tmp_path)
