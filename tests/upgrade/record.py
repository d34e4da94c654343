"""Writes the readings of the installed releases into the list, once somebody has looked at what changed.

Usage: python -m tests.upgrade.record
"""

import json
import re
import sys

from tests.upgrade.listed import LIST, leans, read_in

LINE = re.compile(r'^"([^"]+)" = "')


def recorded(text: str, readings: dict[str, str]) -> str:
    """The list with other readings; all else stays as people wrote it."""
    lines = []
    for line in text.splitlines():
        found = LINE.match(line)
        lines.append(
            f'"{found[1]}" = {json.dumps(readings[found[1]], ensure_ascii=False)}' if found else line
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    now = read_in(sys.executable, [lean.name for lean in leans()])
    LIST.write_text(recorded(LIST.read_text(), now))
