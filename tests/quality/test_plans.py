"""With 20,000 pages no public page reads the whole table of pages: the planner says so, after it knows the rows."""

import json
import re
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fedcms.core.page_indexes import analyse
from tests.quality.pages.asked import STATUS, public_addresses, visit
from tests.quality.pages.copies import Copies, some_words
from tests.quality.pages.seed import Seed, make_seed
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

PAGES = 20_000
# SQLite names a table by its alias: "SCAN U0". What is looked up in an index is a SEARCH; all pages of a language, of a
# kind, or that are no alias, are as many as a table.
SQLITE_SCAN = re.compile(
    r"^(?:SCAN|SEARCH(?= .* INDEX wagtailcore_page_(?:locale|content_type|alias_of)_id_\w+ \()) (\w+)"
)
ALIAS = re.compile(r'wagtailcore_page"? (?:AS )?"?(\w+)')


@pytest.fixture(scope="module")
def many_pages(keep: Keep) -> Seed:
    """The seed and its copies. Without the search's own index, which has tables of its own."""
    with keep():
        seed = make_seed()
        Copies(seed, with_search=False).grow(PAGES)
        analyse()
        return seed


def scans(sql: str) -> Iterator[str]:
    """What a statement reads of the table of pages without an index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            (found,) = cursor.fetchone()
            plans = [(json.loads(found) if isinstance(found, str) else found)[0]["Plan"]]
            while plans:
                plan = cast("dict[str, object]", plans.pop())
                plans += cast("list[dict[str, object]]", plan.get("Plans", []))
                if "Seq Scan" in str(plan["Node Type"]) and plan.get("Relation Name") == "wagtailcore_page":
                    yield f"{plan['Node Type']}: {plan.get('Filter', '')}"
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            names = {"wagtailcore_page", *ALIAS.findall(sql)}
            for *_numbers, detail in cursor.fetchall():
                scan = SQLITE_SCAN.match(detail)
                if scan and scan[1] in names:
                    yield detail


def count_all_rows() -> None:
    """What `ANALYZE` typed by an operator does: SQLite then knows exact numbers of rows, not those of a sample."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 0")
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("statistics", [analyse, count_all_rows], ids=["sampled", "complete"])
def test_no_public_page_reads_all_pages(many_pages: Seed, db: None, statistics: Callable[[], None]) -> None:
    """Each statement of a warm request, by every type of public page."""
    if connection.vendor == "sqlite":
        statistics()
    found: dict[str, set[str]] = {}
    for name, address in public_addresses(many_pages, some_words()).items():
        call = visit(Client(), address, STATUS.get(name, 200))
        call()
        with CaptureQueriesContext(connection) as captured:
            call()
        for query in captured:
            sql = query["sql"]
            is_asked = "wagtailcore_page" in sql and sql.startswith(("SELECT", "(SELECT"))
            if some := set(scans(sql)) if is_asked else set():
                found.setdefault(name, set()).update(f"{each} in {sql[:600]}" for each in some)
    assert not found, "\n".join(f"{name}: {each}" for name, some in found.items() for each in sorted(some))
