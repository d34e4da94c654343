"""Gives SQLite's planner hints on which conditions leave many rows, and which leave few.

SQLite has no statistics of values: it expects all languages and kinds to be equally frequent, and a quarter of all
dates to be after any given date. So it would fetch the pages of a language one by one and sort them, although an index
of dates has the first dozen in order. PostgreSQL has statistics; there the hints do nothing.
"""

from typing import Any, ClassVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, tuple[str | int, ...]]


class NotSelective(Func):
    """A column whose condition leaves many rows: unary plus keeps SQLite from using its index.

    It is one of numbers, unless `output_field` says otherwise. Use it in a lookup:
    `pages.filter(Exact(NotSelective("locale_id"), 1))`.
    """

    output_field = IntegerField()
    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """Returns the column with unary plus, which no index matches."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


class Selective(Func):
    """A condition that leaves few rows: SQLite then uses the index of its column, if there is one.

    Use it around a lookup: `pages.filter(Selective(GreaterThanOrEqual(F("sort_until"), now)))`.
    """

    output_field = BooleanField()
    arity = 1
    template = "%(expressions)s"
    likelihood: ClassVar = "0.02"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """Returns the condition with its likelihood: the share of rows that it leaves."""
        template = f"likelihood(%(expressions)s, {self.likelihood})"
        return self.as_sql(compiler, connection, template=template, **extra)


class HighlySelective(Selective):
    """A condition that leaves some dozens of rows, whatever the size of the table."""

    likelihood: ClassVar = "0.0001"
