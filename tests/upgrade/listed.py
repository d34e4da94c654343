"""The list of what the project leans on (leans.toml), and what changed between it and an environment, in words."""

import json
import subprocess
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LIST = FOLDER / "leans.toml"


@dataclass(frozen=True)
class Lean:
    """One name of theirs: what it was when somebody looked, why we use it, and what to look at when it changes."""

    name: str
    reading: str
    why: str
    look: str

    @property
    def bare(self) -> str:
        """The name without the word that says how it is read."""
        return self.name.removeprefix("body ")


def leans(path: Path = LIST) -> list[Lean]:
    """The whole list."""
    with path.open("rb") as file:
        groups = tomllib.load(file)["lean"]
    return [
        Lean(name, reading, group["why"], group["look"])
        for group in groups
        for name, reading in group["names"].items()
    ]


def covered(path: Path = LIST) -> set[str]:
    """Private attributes that a function sets on an instance: the group lists the function that does."""
    with path.open("rb") as file:
        return {name for group in tomllib.load(file)["lean"] for name in group.get("covers", ())}


def known(path: Path = LIST) -> set[str]:
    """What the list answers for: names, and private attributes with a dot before them."""
    names = {lean.bare for lean in leans(path)}
    private = {f".{last}" for name in names if (last := name.rpartition(".")[2]).startswith("_")}
    return names | private | {f".{name}" for name in covered(path)}


def read_in(python: Path | str, names: Iterable[str]) -> dict[str, str]:
    """What the names are in another interpreter's environment; none of the project's code runs there."""
    done = subprocess.run(
        [str(python), "-W", "ignore", str(FOLDER / "reading.py")],
        input=json.dumps(list(names)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The packages could not be read:\n{done.stderr}")
    readings: dict[str, str] = json.loads(done.stdout)
    return readings


def _parts(reading: str) -> tuple[str, str]:
    """What of a reading a person can compare, and its digest."""
    for mark in (", source ", ", text "):
        said, found, digest = reading.rpartition(mark)
        if found:
            return said, digest
    return reading, ""


def _columns(was: str, now: str) -> str:
    """What of two comma-separated lists is in one alone."""
    before, after = (set(said.partition(", columns ")[2].split(", ")) for said in (was, now))
    gone, new = sorted(before - after), sorted(after - before)
    said = [f"gone: {', '.join(gone)}"] if gone else []
    return "; ".join(said + ([f"new: {', '.join(new)}"] if new else []))


def in_words(was: str, now: str) -> str:
    """One sentence on how a reading changed."""
    (before, old), (after, new) = _parts(was), _parts(now)
    if now.startswith(("is not there", "cannot be imported")):
        return now
    if before == after:
        return f"its {'text' if before.startswith('blocks') else 'source'} changed" if old != new else ""
    if ", columns " in before and ", columns " in after:
        return f"its columns changed ({_columns(before, after) or 'and its bases'})"
    if before.startswith("blocks ") and after.startswith("blocks "):
        names = (set(before.split()[1:]), set(after.split()[1:]))
        gone, more = " ".join(sorted(names[0] - names[1])), " ".join(sorted(names[1] - names[0]))
        return f"its blocks changed (gone: {gone or 'none'}; new: {more or 'none'})"
    what = "signature " if "(" in before and "(" in after else ""
    return f"{what}was {before or 'nothing'}, is {after}"


def changes(listed: Iterable[Lean], readings: dict[str, str], used: dict[str, set[str]]) -> list[str]:
    """Each name that is not what it was: how it changed, why it matters and where it is used."""
    said = []
    for lean in listed:
        now = readings[lean.name]
        if now == lean.reading:
            continue
        places = ", ".join(sorted(used.get(lean.bare, ())))
        words = in_words(lean.reading, now) + (f"; used by {places}" if places else "")
        said.append(f"{lean.bare}: {words}.\n    {lean.why} Look at: {lean.look}.")
    return said
