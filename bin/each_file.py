"""Runs each test file alone, in a process of its own: no test may need what another file left behind.

Usage: python bin/each_file.py [FILE ...]      none = all but those of browsers and of Elasticsearch; half an hour
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5


def main(files: list[str]) -> int:
    """Runs each file and prints those that fail alone; returns the exit code."""
    os.nice(10)
    chosen = files or [
        str(path.relative_to(ROOT))
        for path in sorted(ROOT.glob("tests/**/test_*.py"))
        if "e2e" not in path.parts
    ]
    failed = 0
    for number, file in enumerate(chosen, 1):
        command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "--no-showlocals"]
        done = subprocess.run(
            [*command, "-m", "not elasticsearch", file], cwd=ROOT, capture_output=True, text=True, check=False
        )
        is_well = done.returncode in (0, NO_TESTS)
        failed += not is_well
        print(f"{number}/{len(chosen)} {'ok    ' if is_well else 'FAILED'} {file}", flush=True)
        if not is_well:
            print(done.stdout[-3000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
