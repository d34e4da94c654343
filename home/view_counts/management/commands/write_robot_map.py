"""manage.py write_robot_map: prints nginx's map of robots, of the list that the application uses."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand

from fedcms.core.http.robots import PROGRAMS, robot_patterns

LONGEST = 3_500
"""The most characters of a pattern: nginx reads no parameter beyond 4,096."""


def _in_chunks(patterns: list[str]) -> Iterator[str]:
    """Yields the patterns joined, each result short enough."""
    chunk = ""
    for pattern in patterns:
        if chunk and len(chunk) + len(pattern) > LONGEST:
            yield chunk
            chunk = ""
        chunk = f"{chunk}|{pattern}" if chunk else pattern
    yield chunk


def _quoted(pattern: str) -> str:
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'


def robot_map() -> str:
    """Returns the map from $http_user_agent to $fedcms_is_robot: "1" or "0"."""
    lines = [f"    {_quoted(f'~{chunk}')} 1;" for chunk in _in_chunks(robot_patterns())]
    return "\n".join(
        [
            "# Written by manage.py write_robot_map: again after each upgrade of the site.",
            "map $http_user_agent $fedcms_is_robot {",
            "    default 0;",
            '    "" 1;',
            f"    {_quoted(f'~*{PROGRAMS}')} 1;",
            *lines,
            "}",
        ]
    )


class Command(BaseCommand):
    """Prints the map."""

    help = "Prints the map of robots that nginx's configuration includes (docs/operations/page-views.md)."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(robot_map())
