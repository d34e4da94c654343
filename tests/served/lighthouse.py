"""`make lighthouse`: what Lighthouse gives the main types of pages on a phone.

Usage: python -m tests.served.lighthouse [--all] [--languages fr,ar] [KIND ...]

`--all` measures every type of page that has an address and an answer of 200, in French and Arabic, one after the other
for the better part of an hour; names of types measure those. Without either, `make test` has its sample.

Prints one JSON object a page: the median of each score, and the audits that cost points in any run. Exits with 1 when
a page is below 100 for accessibility, best practices and SEO, or below 95 for performance. What two runs differ in is
how busy the machine was: a first run that is clearly above the marks is enough. Else a page has five, or as many as it
takes to know on which side of each mark the median of the five is. Search results are for no index (`noindex`), which
Lighthouse counts against SEO: there, no other audit may cost a point. LIGHTHOUSE_RUNS=1 is quicker, for a look.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import TypedDict

from tests.served.demo import demo_site
from tests.served.options import some_of
from tests.served.pages import KINDS, LANGUAGES, OF_WAGTAIL, STATUS, Pages
from tests.served.site import CHROMIUM
from tests.served.tools import node_file

RUNS = int(os.environ.get("LIGHTHOUSE_RUNS", "5"))
SAMPLE = [(kind, language) for kind in ("home", "article", "listing", "event") for language in LANGUAGES]
SAMPLE.append(("search", "fr"))
# Lighthouse measures no page that is an error.
ALL = [kind for kind in KINDS if kind not in STATUS and kind not in OF_WAGTAIL]
# Pages that answer a question or belong to one person.
NOT_INDEXED = {
    "clusters-town",
    "listing-filtered",
    "listing-empty",
    "press-access",
    "embargoed",
    "agenda-week",
    "agenda-month",
    "agenda-map",
    "sign-up",
    "sign-up-sent",
    "my-sign-up",
    "apply",
    "my-application",
    "delegate",
    "subscribe",
    "feeds",
    "offline",
    "subscription",
    "subscription-end",
    "search",
    "search-none",
    "search-blank",
}
LOWEST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Runs of one page differ by some points of performance, and by nothing else.
ENOUGH = LOWEST | {"performance": 98}


class Run(TypedDict):
    """One run, as tests/node/lighthouse.mjs prints it."""

    name: str
    scores: dict[str, float]
    audits: dict[str, list[str]]
    last: bool
    version: str


def runs(pages: Pages, measured: list[tuple[str, str]]) -> Iterator[Run]:
    """Each run, as soon as it is over. Raises `RuntimeError` when Lighthouse could not measure a page."""
    node_file("lighthouse/package.json")
    wanted = {
        "chrome": CHROMIUM,
        "runs": RUNS,
        "enough": ENOUGH,
        "lowest": LOWEST,
        "pages": [
            {
                "name": f"{kind}-{language}",
                "url": pages.url(kind, language),
                "once": ["seo"] if kind in NOT_INDEXED else [],
            }
            for kind, language in measured
        ],
    }
    command = ["node", "tests/node/lighthouse.mjs", json.dumps(wanted)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # ours
        assert process.stdout is not None
        for line in process.stdout:
            run: Run = json.loads(line)
            yield run
    if process.returncode:
        raise RuntimeError("Lighthouse could not measure every page; it says why above.")


def judged(name: str, of_page: list[Run]) -> tuple[dict[str, object], bool]:
    """The line to print for a page, and whether every score is high enough."""
    medians = {
        category: round(100 * statistics.median(run["scores"][category] for run in of_page))
        for category in LOWEST
    }
    lost = {
        category: sorted({audit for run in of_page for audit in run["audits"][category]})
        for category in LOWEST
    }
    low = [category for category, lowest in LOWEST.items() if medians[category] < lowest]
    if name.rpartition("-")[0] in NOT_INDEXED and all(
        audit.startswith("is-crawlable") for audit in lost["seo"]
    ):
        low = [category for category in low if category != "seo"]
    row = {"page": name, **medians, "runs": len(of_page), "lost": {k: v for k, v in lost.items() if v}}
    return row | ({"too low": low} if low else {}), not low


def wanted(arguments: list[str]) -> list[tuple[str, str]]:
    """Reads the options: returns types of pages with languages; ends with 2 when something is unknown."""
    parser = argparse.ArgumentParser(prog="make lighthouse")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--languages", type=some_of(list(LANGUAGES)), default=list(LANGUAGES))
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    options = parser.parse_args(arguments)
    if unknown := set(options.kinds) - set(ALL):
        parser.error(f"not measured: {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    kinds = ALL if options.all else options.kinds
    return [(kind, language) for kind in kinds for language in options.languages] or SAMPLE


def main(arguments: list[str]) -> int:
    """Measures and prints; returns the exit code."""
    measured = wanted(arguments)
    found: dict[str, list[Run]] = defaultdict(list)
    is_well = True
    with demo_site() as site:
        for run in runs(Pages.of(site), measured):
            of_page = found[run["name"]]
            of_page.append(run)
            if run["last"]:
                row, is_high = judged(run["name"], of_page)
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
                sys.stdout.flush()
                is_well = is_well and is_high
    return 0 if is_well and len(found) == len(measured) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
