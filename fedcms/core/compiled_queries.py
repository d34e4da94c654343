"""Queries that are compiled once a process and then run with the values of each request.

To make the SQL of a listing takes Django several times as long as the database needs to answer it, and the SQL is the
same each time. What is kept is its text, with the places of the values; never a row. All that the text depends on
besides the function that builds it (kinds, how many rows) is its `shape`.

    def newest(most: int, *, now: Parameter, locale: Parameter) -> QuerySet:
        return ContentPage.objects.visible(now).filter(locale_id=locale).values_list("pk", "title")[:most]

    fetch(newest, 12, now=timezone.now(), locale=page.locale_id)
"""

from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Value = int | str | datetime | UUID
Values = tuple[object, ...]
Builder = Callable[..., "QuerySet[models.Model, Values]"]

_FIELDS: dict[type, models.Field[object, object]] = {
    int: models.BigIntegerField(),
    str: models.TextField(),
    datetime: models.DateTimeField(),
    UUID: models.UUIDField(),
}


class Parameter(Expression):
    """A value that each run of a prepared query brings, by its name."""

    def __init__(self, name: str, output_field: models.Field[object, object]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[object]]:  # type: ignore[override]  # itself stands where its value will
        """The place of the value."""
        return "%s", [self]


class _Statement:
    """The SQL of one queryset of `values_list`; it belongs to no connection."""

    def __init__(self, queryset: "QuerySet[models.Model, Values]", connection: BaseDatabaseWrapper) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._params = compiler.as_sql()
        self._converters = compiler.get_converters([column for column, *_ in compiler.select]).items()

    def run(self, values: dict[str, Value], connection: BaseDatabaseWrapper) -> list[Values]:
        params = [
            param.output_field.get_db_prep_value(values[param.name], connection)
            if isinstance(param, Parameter)
            else param
            for param in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            return list(self._read(cursor.fetchall(), connection))

    def _read(self, rows: list[Values], connection: BaseDatabaseWrapper) -> Iterator[Values]:
        """The rows in Python's types, as Django's compiler converts them."""
        for row in rows:
            read = list(row)
            for position, (converters, expression) in self._converters:
                for convert in converters:
                    read[position] = convert(read[position], expression, connection)
            yield tuple(read)


_statements: dict[Hashable, _Statement] = {}


def fetch(build: Builder, *shape: Hashable, **values: Value) -> list[Values]:
    """The rows of `build(*shape, **given)`, a queryset of `values_list`, for these values. One query.

    `build` is called the first time alone, with a `Given` in place of each value.
    """
    connection, key = connections[DEFAULT_DB_ALIAS], (build, shape, tuple(values))
    if key not in _statements:
        given = {name: Parameter(name, _FIELDS[type(value)]) for name, value in values.items()}
        _statements[key] = _Statement(build(*shape, **given), connection)
    return _statements[key].run(values, connection)
