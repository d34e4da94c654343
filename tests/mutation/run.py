"""`make mutation`: breaks the named modules in small ways, one at a time, and sees which breakages the tests notice.

Usage: python -m tests.mutation.run [NAME ...] [--most 30] [--seed 13]      NAME: part of a path in modules.toml

A survivor that changes nothing is explained in explained.toml. Ends with 1 when of a module, less what is explained,
fewer than 90 % are noticed, or when an explanation explains nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutation.mutants import ROOT, Mutant, sample

FOLDER = Path(__file__).parent
WANTED = 0.9


@dataclass
class Outcome:
    """What became of one module's mutants."""

    path: str
    total: int
    tried: int
    killed: int = 0
    explained: list[tuple[Mutant, str]] = field(default_factory=list)
    survivors: list[Mutant] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of those that change something."""
        counted = self.killed + len(self.survivors)
        return self.killed / counted if counted else 1.0


def say(words: str) -> None:
    """At once: a run takes long."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def read(name: str) -> dict[str, object]:
    """One of this folder's lists."""
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def _pytest(
    plugin: str, tests: list[str], env: dict[str, str], seconds: int, *options: str
) -> subprocess.CompletedProcess[str]:
    """Runs tests with a plugin of ours, for so many seconds of a processor at most."""
    command = [sys.executable, "-m", "pytest", "-p", plugin, "-p", "no:cacheprovider", "-q", "--tb=short",
               "--no-showlocals", "-m", "not e2e and not elasticsearch and not node", *options, *tests]  # fmt: skip
    limited = ["bash", "-c", f'ulimit -t {seconds}; exec "$@"', "bash", *command]
    return subprocess.run(
        limited, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=False
    )


def _warm(path: str, tests: list[str], mutants: list[Mutant], folder: Path) -> tuple[list[str], float]:
    """How each mutant fared in a forked process, or that it needs one of its own; and what the tests take."""
    task, result = folder / "task.json", folder / "result.json"
    task.write_text(json.dumps({"path": path, "mutants": [mutant.source for mutant in mutants]}))
    env = {"MUTATION_TASK": str(task), "MUTATION_RESULT": str(result)}
    done = _pytest("tests.mutation.plugin", tests, env, 7200)
    if not result.exists():
        raise SystemExit(f"The tests of {path} could not be run:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    said = json.loads(result.read_text())
    if said["failed"]:
        raise SystemExit(f"The tests of {path} fail without a mutant:\n" + "\n".join(said["failed"]))
    return said["results"], said["seconds"]


def _cold(mutant: Mutant, tests: list[str], folder: Path, seconds: float) -> bool:
    """Whether the tests notice a mutant in a process that begins with it."""
    source = folder / "mutant.py"
    source.write_text(mutant.source)
    env = {"MUTANT_PATH": str(ROOT / mutant.path), "MUTANT_SOURCE": str(source)}
    done = _pytest("tests.mutation.cold", tests, env, int(120 + 5 * seconds), "-x")
    return done.returncode != 0


def try_module(path: str, tests: list[str], most: int, seed: int, explained: dict[str, str]) -> Outcome:
    """Makes the mutants of one module and tries them; those that survive, once more by themselves."""
    mutants, total = sample(path, most, seed)
    outcome = Outcome(path, total, len(mutants))
    with tempfile.TemporaryDirectory(prefix="fedcms-mutation-") as name:
        folder = Path(name)
        results, seconds = _warm(path, tests, mutants, folder)
        for mutant, result in zip(mutants, results, strict=True):
            reason = explained.get(mutant.name)
            if result.startswith("killed"):
                outcome.killed += 1
                if reason:
                    outcome.stale.append(mutant.name)
            elif reason:
                outcome.explained.append((mutant, reason))
            # What a process remembers may hide a change: the last word has one that began with it.
            elif _cold(mutant, tests, folder, seconds):
                outcome.killed += 1
            else:
                outcome.survivors.append(mutant)
    return outcome


def tell(outcome: Outcome, seconds: float) -> None:
    """A few lines on a module."""
    say(
        f"{outcome.path}: {outcome.killed} of {outcome.tried - len(outcome.explained)} noticed "
        f"({outcome.share:.0%}), {len(outcome.explained)} explained, {outcome.total} possible, {seconds:.0f} s"
    )
    for mutant in outcome.survivors:
        say(f"  survives: line {mutant.line}, {mutant.operator}\n    {mutant.before}\n    {mutant.after}")
    for name in outcome.stale:
        say(f"  explained, but noticed: {name}")


def on_postgresql(path: str, options: argparse.Namespace) -> int:
    """Tries one module with a server of its own: its tests look at locks, which SQLite does not take."""
    again = [sys.executable, "-m", "tests.mutation.run", path]
    command = [
        sys.executable,
        "bin/with-postgres",
        *again,
        f"--most={options.most}",
        f"--seed={options.seed}",
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main() -> int:
    """Tries all modules, or those that are named."""
    parser = argparse.ArgumentParser(prog="make mutation")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--most", type=int, default=30)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args()
    modules = read("modules.toml")["module"]
    explained = {entry["path"]: entry["mutants"] for entry in read("explained.toml").get("module", [])}
    outcomes = []
    elsewhere = []
    for module in modules:
        if options.names and not any(name in module["path"] for name in options.names):
            continue
        if module.get("database") == "postgresql" and "postgres" not in os.environ.get("DATABASE_URL", ""):
            elsewhere.append((module["path"], on_postgresql(module["path"], options)))
            continue
        start = time.monotonic()
        outcomes.append(
            try_module(
                module["path"], module["tests"], options.most, options.seed, explained.get(module["path"], {})
            )
        )
        tell(outcomes[-1], time.monotonic() - start)
    bad = [outcome.path for outcome in outcomes if outcome.share < WANTED or outcome.stale]
    if bad:
        say(f"\nToo much passes unnoticed (fewer than {WANTED:.0%}) in: {', '.join(bad)}")
    # What is bad there was told there.
    bad += [path for path, code in elsewhere if code]
    return 1 if bad or not (outcomes or elsewhere) else 0


if __name__ == "__main__":
    sys.exit(main())
