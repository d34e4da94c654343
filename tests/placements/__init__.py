"""Says on which database a file of tests runs, if one is enough, and which files take longest (tests.selection).

One database is enough for a file that asserts on none of these: what a query finds, orders or counts; locks,
transactions; the search; what is written in bulk or by migrations; a number of queries. Left are texts, files, forms
and rendering, and screens whose queries another file sends to both. A name that ends with "/" is a folder.
"""

from tests.placements.postgresql_enough import POSTGRESQL_ENOUGH
from tests.placements.sqlite_enough import SQLITE_ENOUGH

__all__ = ["LONGEST", "ONE_BY_ONE", "POSTGRESQL_ENOUGH", "SQLITE_ENOUGH"]

# Minutes each. First, so that none is left to one process while the other has nothing more to do.
LONGEST = (
    "tests/embargo_oracle/test_oracle.py",
    "tests/admin_walk/test_forms.py",
    "tests/admin_walk/test_others.py",
    "tests/test_admin_walk.py",
)
# Browser tests go to a process by file, these one by one: tens of pages, each on its own.
ONE_BY_ONE = ("tests/e2e/test_accessibility.py", "tests/e2e/test_shifts.py")
