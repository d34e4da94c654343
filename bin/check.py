"""`make test`: every check, even when one fails; the last lines say what could not be tried.

First come those that take one process each, and what the others will ask for: two at a time.

Usage: python bin/check.py [STEP ...]      a step's first word, e.g. "types"; none = all
With REQUIRE_SERVICES=1 what could not be tried is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from steps import ROOT, Step, steps

# Temporary files (sites, databases, browsers' profiles) are kept in memory if there is enough space.
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of its own is made in it
NEEDED_SPACE = 6 * 2**30


@dataclass
class Result:
    """The outcome of a step: why it could not be run, or how long it took and whether it passed."""

    step: Step
    missing: str = ""
    seconds: float = 0
    is_well: bool = False
    said: str = ""


def run(step: Step, var: Path) -> Result:
    """Runs all commands of a step if it can be run. Output is shown at once only if the step takes all."""
    if reason := step.missing():
        return Result(step, missing=reason)
    began = time.monotonic()
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("FEDCMS_", "DATABASE_URL"))
    }
    env |= {"DJANGO_SETTINGS_MODULE": "fedcms.settings.test", "FEDCMS_VAR_DIR": str(var)}
    env |= {"TMPDIR": str(var / "tmp")} | step.env
    output = None if step.takes_all else subprocess.PIPE
    done = [
        subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            text=True,
            check=False,
        )
        for command in step.commands
    ]
    return Result(
        step,
        seconds=time.monotonic() - began,
        is_well=not any(each.returncode for each in done),
        said="".join(each.stdout or "" for each in done),
    )


def results(chosen: list[Step], var: Path) -> Iterator[Result]:
    """Runs the steps and announces each: those of one process two at a time, then the others one by one.

    The others begin when one of the first is left: it would leave a core idle.
    """
    small = [step for step in chosen if not step.takes_all]
    large = [step for step in chosen if step.takes_all]
    with ThreadPoolExecutor(2) as pool:
        running = {pool.submit(run, step, var) for step in small}
        done: set[Future[Result]] = set()
        number = 0

        def ended() -> Iterator[Result]:
            nonlocal number
            for result in (future.result() for future in done):
                number += 1
                print(
                    f"\n=== {number}/{len(chosen)} {result.step.name} ===\n{result.said}", end="", flush=True
                )
                yield result

        while len(running) > (1 if large else 0):
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from ended()
        for step in large:
            number += 1
            print(f"\n=== {number}/{len(chosen)} {step.name} ===", flush=True)
            yield run(step, var)
            done, running = wait(running)
            yield from ended()


def place() -> Path | None:
    """Returns the folder for temporary files; None leaves it to the system."""
    if os.environ.get("TMPDIR") or not IN_MEMORY.is_dir() or not os.access(IN_MEMORY, os.W_OK):
        return None
    return IN_MEMORY if shutil.disk_usage(IN_MEMORY).free >= NEEDED_SPACE else None


def compile_catalogues() -> None:
    """Compiles message catalogues first: a fresh clone has none, and two steps at once would both compile them."""
    subprocess.run([sys.executable, "bin/compile_messages.py"], cwd=ROOT, check=True)


def main(wanted: list[str]) -> int:
    """Runs the wanted steps; returns the exit code."""
    chosen = [step for step in steps() if not wanted or any(step.name.startswith(word) for word in wanted)]
    if not chosen:
        sys.exit(f"No such step; there are: {', '.join(step.name for step in steps())}")
    # Some machines forbid to keep what Python compiles: each of some hundred processes would compile the project again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compile_catalogues()
    lines, failed, untried = [], [], []
    with tempfile.TemporaryDirectory(
        prefix="fedcms-test-", dir=place(), ignore_cleanup_errors=True
    ) as folder:
        var = Path(folder)
        # PostgreSQL runs as another user.
        var.chmod(0o711)
        (var / "tmp").mkdir()
        for result in results(chosen, var):
            name = result.step.name
            if result.missing:
                print(f"Not tried: {result.missing}.", flush=True)
                untried.append(f"{name}: {result.missing}")
                continue
            lines.append(f"  {'ok    ' if result.is_well else 'FAILED'}  {name}  ({result.seconds:.0f} s)")
            failed += [] if result.is_well else [name]
    print("\n=== summary ===")
    print("\n".join(lines))
    print("\n".join(f"  could not be tried: {each}" for each in untried) or "  Everything could be tried.")
    if untried and os.environ.get("REQUIRE_SERVICES") == "1":
        failed += untried
    print(f"  {'FAILED: ' + '; '.join(failed) if failed else 'All is well.'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
