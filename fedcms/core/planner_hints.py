"""Tells SQLite's planner what it cannot know: which conditions leave many rows, and which leave few.

SQLite keeps no statistics of values: it takes all languages and kinds for alike, and a quarter of all dates for any
that lie after one. So it looks up the pages of a language one by one and sorts them, where an index of dates has the
first dozen in order. PostgreSQL knows its rows, and reads the conditions as they are.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, tuple[str | int, ...]]


class NotSelective(Func):
    """A column of numbers by which many rows are alike: SQLite looks none up by it (unary plus).

    Use it in a lookup: `pages.filter(Exact(NotSelective("locale_id"), 1))`.
    """

    output_field = IntegerField()
    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """The column, as a term that no index holds."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


class Selective(Func):
    """A condition that leaves few rows: SQLite reads the index of its column, if there is one.

    Use it around a lookup: `pages.filter(Selective(GreaterThanOrEqual(F("sort_until"), now)))`.
    """

    output_field = BooleanField()
    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """The condition with its likelihood: one row of fifty."""
        return self.as_sql(compiler, connection, template="likelihood(%(expressions)s, 0.02)", **extra)
