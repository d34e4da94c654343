"""The log of nginx: each line counts once, whatever becomes of its file, and what is no line harms nothing."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from home.view_counts.models import PageViewCount, ViewLogFile
from home.view_counts.nginx_log import count_log, read_line
from tests.view_counts.support import hosts, views

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)


def line(number: int = 0, page: str = "12.fr", moment: datetime = NOON, **fields: object) -> str:
    """A line as nginx writes it, the `number`th of its second."""
    written = {
        "at": f"{moment.timestamp() + number / 1_000:.3f}",
        "page": page,
        "host": "",
        "status": "200",
        "cache": "HIT",
    }
    return json.dumps(written | fields) + "\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The file."""
    return tmp_path / "page-views.log"


def lines(start: int, end: int) -> str:
    return "".join(line(number) for number in range(start, end))


def append(log: Path, text: str) -> None:
    with log.open("a") as file:
        file.write(text)


class TestWhichLines:
    def test_those_that_django_did_not_see(self, log: Path) -> None:
        for number, status in enumerate(
            ("HIT", "STALE", "UPDATING", "MISS", "EXPIRED", "BYPASS", "REVALIDATED", "", "-")
        ):
            append(log, line(number, cache=status))
        append(log, line(20, status="304") + line(21, status="206") + line(22, status="404"))
        assert count_log(str(log)) == 4
        assert views() == 4

    def test_pages_languages_days_and_hosts(self, log: Path) -> None:
        append(log, line(0, host="www.example.org") + line(1, "12.ar", host="example.org"))
        append(log, line(2, "7.fr", datetime(2026, 6, 1, 22, tzinfo=UTC), host="testserver"))
        count_log(str(log))
        assert sorted(PageViewCount.objects.values_list("day", "page_id", "language", "views")) == [
            (date(2026, 6, 1), 12, "ar", 1),
            (date(2026, 6, 1), 12, "fr", 1),
            (date(2026, 6, 2), 7, "fr", 1),
        ]
        assert hosts() == {"example.org": 2}, "the site's own host is none"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n",
            "{}\n",
            "[]\n",
            "null\n",
            '{"at": "x", "page": "1.fr", "host": "", "status": "200", "cache": "HIT"}\n',
            '{"at": "1e400", "page": "1.fr", "host": "", "status": "200", "cache": "HIT"}\n',
            '{"at": "NaN", "page": "1.fr", "host": "", "status": "200", "cache": "HIT"}\n',
            '{"at": "1", "page": "1.fr", "host": "", "status": "200", "cache": []}\n',
            '{"at": "1", "page": "1.zz", "host": "", "status": "200", "cache": "HIT"}\n',
            '{"at": "1", "page": "-1.fr", "host": "", "status": "200", "cache": "HIT"}\n',
            '{"at": "1", "page": "", "host": "", "status": "200", "cache": "HIT"}\n',
            "\x00\xff\n",
            "x" * 5_000 + "\n",
        ],
    )
    def test_what_is_no_line_is_passed_over(self, text: str) -> None:
        assert read_line(text.encode("latin-1")) is None


class TestOnce:
    def test_run_twice_it_counts_once_and_goes_on_where_it_ended(self, log: Path) -> None:
        append(log, lines(0, 5))
        assert [count_log(str(log)), count_log(str(log))] == [5, 0]
        append(log, lines(5, 8))
        assert [count_log(str(log)), views()] == [3, 8]

    def test_a_line_that_is_being_written_is_left_for_the_next_time(self, log: Path) -> None:
        text = line(1)
        append(log, line(0) + text[:40])
        assert count_log(str(log)) == 1
        append(log, text[40:])
        assert [count_log(str(log)), views()] == [1, 2]

    def test_a_file_that_is_renamed_while_nginx_writes_into_it(self, log: Path) -> None:
        append(log, lines(0, 5))
        count_log(str(log))
        old = log.with_name("page-views.log.1")
        append(log, lines(5, 7))
        log.rename(old)
        append(old, lines(7, 9))
        append(log, lines(20, 23))
        assert count_log(str(log)) == 7
        append(old, line(9))
        assert [count_log(str(log)), count_log(str(log)), views()] == [1, 0, 13]

    def test_files_that_were_rotated_twice_meanwhile(self, log: Path) -> None:
        append(log.with_name("page-views.log.2"), lines(0, 3))
        append(log.with_name("page-views.log.1"), lines(10, 13))
        append(log, lines(20, 23))
        assert [count_log(str(log)), count_log(str(log))] == [9, 0]

    def test_a_file_that_is_copied_and_emptied(self, log: Path) -> None:
        append(log, lines(0, 5))
        count_log(str(log))
        append(log, lines(5, 7))
        shutil.copy(log, log.with_name("page-views.log.1"))
        log.write_text("")
        assert count_log(str(log)) == 2
        append(log, lines(30, 34))
        assert [count_log(str(log)), views()] == [4, 11]

    def test_a_crash_in_the_middle_counts_all_or_nothing(
        self, log: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        append(log, line(0))
        count_log(str(log))
        append(log, lines(1, 6))

        def crash(*args: object, **kwargs: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(ViewLogFile, "save", crash)
            with pytest.raises(KeyboardInterrupt):
                count_log(str(log))
        assert views() == 1
        assert [count_log(str(log)), views()] == [5, 6]

    def test_many_lines_take_several_transactions(self, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("home.view_counts.nginx_log.LINES", 10)
        append(log, lines(0, 35))
        assert [count_log(str(log)), count_log(str(log)), views()] == [35, 0, 35]


def test_the_command_says_how_many_and_what_is_missing(
    log: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="FEDCMS_PAGE_VIEWS_LOG"):
        call_command("count_page_views")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("count_page_views", log=str(log))
    append(log, lines(0, 2))
    settings.FEDCMS_PAGE_VIEWS_LOG = str(log)  # type: ignore[attr-defined]
    call_command("count_page_views")
    assert capsys.readouterr().out == "2 views\n"
