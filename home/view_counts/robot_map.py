"""nginx's map of robots: the answer of `fedcms.core.http.robots` in few patterns, since nginx asks at each view.

Fifteen hundred alternatives one after the other cost nginx more than the rest of an answer from its cache: they are
written as a tree, in which a letter is looked at once for all the names that begin with it. What most browsers say is
looked for first, as a whole: no robot is looked for in it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from fedcms.core.http.robots import PROGRAMS, robot_patterns

LONGEST = 3_500
"""The most characters of a pattern: nginx reads no parameter beyond 4,096."""

_NUMBER = "[0-9._]+"
_PLATFORMS = (
    "Windows NT 10.0; Win64; x64",
    "Macintosh; Intel Mac OS X #",
    "X11; Linux x86_64",
    "X11; Ubuntu; Linux x86_64",
    "Linux; Android 10; K",
    "Android #; Mobile",
    "iPhone; CPU iPhone OS # like Mac OS X",
    "iPad; CPU OS # like Mac OS X",
)
_FIREFOX = ("; rv:#) Gecko/# Firefox/#",)
_CHROMIUM = ") AppleWebKit/# (KHTML, like Gecko) Chrome/#"
_OTHERS = (
    f"{_CHROMIUM} Safari/#",
    f"{_CHROMIUM} Mobile Safari/#",
    f"{_CHROMIUM} Safari/# Edg/#",
    f"{_CHROMIUM} Mobile Safari/# EdgA/#",
    ") AppleWebKit/# (KHTML, like Gecko) Version/# Safari/#",
    ") AppleWebKit/# (KHTML, like Gecko) Version/# Mobile/15E148 Safari/#",
)
BROWSERS: Final = tuple(
    f"Mozilla/5.0 ({platform}{engine}" for platform in _PLATFORMS for engine in (*_FIREFOX, *_OTHERS)
)
"""What most browsers say of themselves, with # for each number. A test asks whether a robot's name may be in it."""

_LITERAL = re.compile(r"(?:[^.^$*+?{}\[\]|()\\]|\\[^A-Za-z0-9])+")
"""A pattern that stands for one text: nothing in it is special, or a backslash says so."""
_PROGRAM = re.compile(PROGRAMS, re.IGNORECASE)
_Tree = dict[str, "_Tree"]


def robot_map() -> str:
    """Returns the map from $http_user_agent to $fedcms_is_robot: "1" or "0"."""
    lines = [f"    {_quoted(f'~{chunk}')} 1;" for chunk in _in_chunks(_alternatives(robot_patterns()))]
    return "\n".join(
        [
            "# Written by manage.py write_robot_map: again after each upgrade of the site.",
            "map $http_user_agent $fedcms_is_robot {",
            "    default 0;",
            '    "" 1;',
            f"    {_quoted(f'~{browsers()}')} 0;",
            f"    {_quoted(f'~*{PROGRAMS}')} 1;",
            *lines,
            "}",
        ]
    )


def browsers() -> str:
    """Returns the pattern of what most browsers say, from its first letter to its last."""
    either = (_either(parts) for parts in (_PLATFORMS, (*_FIREFOX, *_OTHERS)))
    return rf"^Mozilla/5\.0 \({''.join(either)}$"


def _either(texts: Iterable[str]) -> str:
    return f"(?:{'|'.join(_NUMBER.join(map(re.escape, text.split('#'))) for text in texts)})"


def _alternatives(patterns: list[str]) -> Iterator[str]:
    """Yields patterns that together match what these and `PROGRAMS` match together."""
    texts = set()
    for pattern in patterns:
        if _LITERAL.fullmatch(pattern):
            texts.add(re.sub(r"\\(.)", r"\1", pattern))
        else:
            yield pattern
    tree: _Tree = {}
    for text in _needed(texts):
        branch = tree
        for letter in text:
            branch = branch.setdefault(letter, {})
    for letter, branch in sorted(tree.items()):
        yield re.escape(letter) + _as_pattern(branch)


def _needed(texts: set[str]) -> Iterator[str]:
    """Yields the texts in which there is neither another of them nor what `PROGRAMS` finds, whatever stands before."""
    for text in texts:
        if _PROGRAM.search(text) and _PROGRAM.search(f"cu{text}"):
            continue
        parts = {text[begin:end] for begin in range(len(text)) for end in range(begin + 1, len(text) + 1)}
        if not (parts - {text}) & texts:
            yield text


def _as_pattern(tree: _Tree) -> str:
    """Returns what may follow. No text is the beginning of another: a branch ends where nothing follows."""
    ways = [re.escape(letter) + _as_pattern(branch) for letter, branch in sorted(tree.items())]
    return f"(?:{'|'.join(ways)})" if len(ways) > 1 else "".join(ways)


def _in_chunks(patterns: Iterable[str]) -> Iterator[str]:
    """Yields the patterns joined, each result short enough."""
    chunk = ""
    for pattern in patterns:
        if chunk and len(chunk) + len(pattern) >= LONGEST:
            yield chunk
            chunk = ""
        chunk = f"{chunk}|{pattern}" if chunk else pattern
    yield chunk


def _quoted(pattern: str) -> str:
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'
