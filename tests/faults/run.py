"""Tries all faults: `python -m tests.faults.run` (`make faults`), or some: `FAULTS=database-killed,web-process-hung`.

Prints one JSON object a fault, and ends with 1 when one of the marks is missed: a kept page that failed, an error 500,
a 503 without Retry-After or without need, a change that was acknowledged and is lost, a check that is not clean, or
that nobody asked or wrote anything. What cannot be tried here is named at the end; with `FAULTS_ALL=1` that ends with
1, too.
`FAULTS_KEEP=<folder>` keeps the logs of web and worker, and `FAULTS_PREPARED=<folder>` the site with its demo, from
which the next run of the same day begins.
"""

import json
import os
import sys
from collections.abc import Mapping

from tests.faults.cases import FAULTS, Fault
from tests.faults.prepared import prepared
from tests.faults.site import Site


def chosen() -> list[Fault]:
    """Returns the faults that FAULTS names, by default all. Raises `SystemExit` for a name that is none."""
    names = [name for name in os.environ.get("FAULTS", "").split(",") if name]
    known = {fault.name: fault for fault in FAULTS}
    if unknown := set(names) - set(known):
        sys.exit(f"{', '.join(sorted(unknown))}: no fault. There are {', '.join(known)}.")
    return [known[name] for name in names] or list(FAULTS)


def code_of(row: Mapping[str, object]) -> int:
    """Returns the exit code that a row asks for; one that was skipped asks for 1 where FAULTS_ALL is set."""
    if "skipped" in row:
        return int(bool(os.environ.get("FAULTS_ALL")))
    return int(bool(row["missed"] or row["lost"] or row["checks"] != "clean"))


def main() -> int:
    """Tries the chosen faults on a site of its own; returns the exit code."""
    faults, keep = chosen(), os.environ.get("FAULTS_KEEP")
    site = Site(searches_on_a_server=any(fault.takes == "search" for fault in faults))
    code, skipped = 0, []
    with prepared(site, keep=keep):
        from tests.faults.trying import try_all  # noqa: PLC0415  # it needs Django

        for row in try_all(site, faults):
            sys.stdout.write(json.dumps(row) + "\n")
            sys.stdout.flush()
            code = max(code, code_of(row))
            if "skipped" in row:
                skipped.append(f"{row['fault']} ({row['skipped']})")
    if skipped:
        sys.stderr.write(f"Not tried: {', '.join(skipped)}.\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
