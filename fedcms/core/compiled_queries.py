"""Queries that are compiled once a process and then run with the values of each request.

To make the SQL of a listing takes Django several times as long as the database needs to answer it, and the SQL is the
same each time. What is kept is its text, with the places of the values; never a row. All that the text depends on
besides the function that builds it (kinds, how many rows) is its `shape`.

    def newest(most: int, *, now: Parameter, locale: Parameter) -> QuerySet:
        return ContentPage.objects.visible(now).filter(locale_id=locale).values_list("pk", "title")[:most]

    fetch(newest, 12, now=timezone.now(), locale=page.locale_id)

`fetch_objects` gives instances, for a queryset of those.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, F, Q, QuerySet
from django.db.models.lookups import In
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Value = int | str | datetime | date | UUID
Values = tuple[object, ...]
Builder = Callable[..., "QuerySet[models.Model, Values]"]
Model = TypeVar("Model", bound=models.Model)

_FIELDS: dict[type, models.Field[object, object]] = {
    int: models.BigIntegerField(),
    str: models.TextField(),
    datetime: models.DateTimeField(),
    date: models.DateField(),
    UUID: models.UUIDField(),
}


class Parameter(Expression):
    """A placeholder in a compiled query; each run gives its value by name."""

    def __init__(self, name: str, output_field: models.Field[object, object]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[object]]:  # type: ignore[override]  # itself stands where its value will
        """Returns the placeholder."""
        return "%s", [self]


class _Statement:
    """The compiled SQL of a queryset; independent of any connection."""

    def __init__(
        self, queryset: "QuerySet[models.Model, object]", connection: BaseDatabaseWrapper, *, of_objects: bool
    ) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._params = compiler.as_sql()
        expressions = [column for column, *_ in compiler.select]
        self._converters = compiler.get_converters(expressions).items()
        # Columns whose values are Python objects that may change: each row has its own.
        self._mutable = {
            position
            for position, expression in enumerate(expressions)
            if isinstance(expression.output_field, models.JSONField)
        }
        self.objects = _Objects(compiler) if of_objects else None

    def run(self, values: Mapping[str, Value], connection: BaseDatabaseWrapper) -> list[Values]:
        params = [
            param.output_field.get_db_prep_value(values[param.name], connection)
            if isinstance(param, Parameter)
            else param
            for param in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            return self._read(cursor.fetchall(), connection)

    def _read(self, rows: list[Values], connection: BaseDatabaseWrapper) -> list[Values]:
        """Returns the rows with values converted to Python's types, as Django's compiler converts them."""
        if not rows or not self._converters:
            return rows
        # Column by column: most have nothing to convert, and a value often stands in several rows.
        columns: list[Sequence[object]] = list(zip(*rows, strict=True))
        for position, (converters, expression) in self._converters:
            column = columns[position]
            for convert in converters:
                if position in self._mutable:
                    column = [convert(value, expression, connection) for value in column]
                else:
                    converted = {value: convert(value, expression, connection) for value in set(column)}
                    column = [converted[value] for value in column]
            columns[position] = column
        return list(zip(*columns, strict=True))


class _Objects:
    """Makes instances from rows, with related objects and annotations, as Django's querysets do."""

    def __init__(self, compiler: SQLCompiler) -> None:
        known = cast("dict[str, Any]", compiler.klass_info)  # not `None`: of a queryset of instances
        self._model: type[models.Model] = known["model"]
        positions = known["select_fields"]
        self._own = slice(positions[0], positions[-1] + 1)
        self._names = [column.target.attname for column, *_ in compiler.select[self._own]]
        self._related = get_related_populators(known, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of Django 6.1
        self._annotations = tuple((compiler.annotation_col_map or {}).items())

    def made_of(self, rows: list[Values]) -> list[models.Model]:
        """Returns one instance for each row."""
        made = []
        for row in rows:
            instance = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
            for related in self._related:
                related.populate(row, instance)
            for name, position in self._annotations:
                setattr(instance, name, row[position])
            made.append(instance)
        return made


_statements: dict[Hashable, _Statement] = {}


def _statement(
    build: Callable[..., object],
    shape: tuple[Hashable, ...],
    values: Mapping[str, Value],
    *,
    of_objects: bool,
) -> _Statement:
    key = (build, shape, tuple(values))
    if key not in _statements:
        given = {name: Parameter(name, _FIELDS[type(value)]) for name, value in values.items()}
        connection = connections[DEFAULT_DB_ALIAS]
        _statements[key] = _Statement(build(*shape, **given), connection, of_objects=of_objects)  # type: ignore[arg-type]  # a builder
    return _statements[key]


def fetch(build: Builder, *shape: Hashable, **values: Value) -> list[Values]:
    """Returns the rows of `build(*shape, **values)`, a queryset of `values_list`. One query.

    `build` is only called the first time, with a `Parameter` in place of each value.
    """
    return _statement(build, shape, values, of_objects=False).run(values, connections[DEFAULT_DB_ALIAS])


def fetch_objects(
    build: "Callable[..., QuerySet[Model, Model]]", *shape: Hashable, **values: Value
) -> list[Model]:
    """Does what `fetch` does for a queryset of instances: with related objects and annotations, without prefetching."""
    statement = _statement(build, shape, values, of_objects=True)
    objects = cast("_Objects", statement.objects)
    return objects.made_of(statement.run(values, connections[DEFAULT_DB_ALIAS]))  # type: ignore[return-value]  # of its model


def several(values: Sequence[Value], name: str = "value") -> dict[str, Value]:
    """Returns the values of a list by name, for `one_of`. The list needs at least one value.

    Several lists of one query have a `name` each, by which `those_of` tells them apart.
    The last value is repeated up to a power of two, so that lists of many lengths share few statements.
    """
    length = 1 << (len(values) - 1).bit_length()
    return {f"{name}_{number}": values[min(number, len(values) - 1)] for number in range(length)}


def those_of(name: str, given: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Returns those of `several` values that have a name."""
    return {key: value for key, value in given.items() if key.startswith(f"{name}_")}


def one_of(column: str, values: Mapping[str, Parameter]) -> Q:
    """Returns the condition that a column has one of `several` values.

    Django's own `in` lookup takes no parameters for a relation.
    """
    return Q(In(F(column), [*values.values()]))
