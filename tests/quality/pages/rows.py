"""Writes many rows of a model's own table, past its parents' tables and past all signals."""

from collections.abc import Iterable, Mapping
from itertools import islice

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

AT_ONCE = 500
Row = Mapping[str, object]


def row_of(instance: models.Model, model: type[models.Model] | None = None) -> dict[str, object]:
    """The columns of an instance in the table of its model, or of one that it inherits from, by attribute."""
    fields = (model or type(instance))._meta.local_concrete_fields
    return {field.attname: getattr(instance, field.attname) for field in fields}


def write(model: type[models.Model], rows: Iterable[Row]) -> int:
    """Inserts rows; what one leaves out is the field's default. Returns how many."""
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    ]
    number = 0
    iterator = iter(rows)
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        while some := list(islice(iterator, AT_ONCE)):
            # A primary key that is given is written; else the database numbers them.
            own = (
                [model._meta.pk] if model._meta.pk not in fields and model._meta.pk.attname in some[0] else []
            )
            written = [*own, *fields]
            columns = ", ".join(quote(str(field.column)) for field in written)
            places = f"({', '.join(['%s'] * len(written))})"
            # Defaults that are the same for all rows.
            alike = {
                field.attname: field.get_db_prep_save(field.get_default(), connection)
                for field in written
                if field.default is NOT_PROVIDED or not callable(field.default)
            }
            values = [
                [
                    field.get_db_prep_save(row[field.attname], connection)
                    if field.attname in row
                    else alike[field.attname]
                    if field.attname in alike
                    else field.get_db_prep_save(field.get_default(), connection)
                    for field in written
                ]
                for row in some
            ]
            table = f"{quote(model._meta.db_table)} ({columns})"
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    for each in values:
                        copy.write_row(each)
            else:
                cursor.executemany(f"INSERT INTO {table} VALUES {places}", values)
            number += len(some)
    return number


def set_sequences(*tables: type[models.Model]) -> None:
    """Lets the database number on after primary keys that were given."""
    from django.core.management.color import no_style  # noqa: PLC0415  # of this one call

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def fill_admin_search() -> None:
    """Wagtail's own index of the admin: what is not in it yet, in one statement."""
    is_postgresql = connection.vendor == "postgresql"
    text = "to_tsvector('simple', p.title)" if is_postgresql else "p.title"
    key = "p.id::text" if is_postgresql else "CAST(p.id AS TEXT)"
    # PostgreSQL keeps the words beside their vectors.
    more, words = (", title_text, body_text", ", p.title, ''") if is_postgresql else ("", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailsearch_indexentry"
            f" (object_id, content_type_id, title_norm, title, autocomplete, body{more})"
            f" SELECT {key}, p.content_type_id, 1.0, {text}, {text}, {text}{words} FROM wagtailcore_page p"
            " WHERE p.depth > 1 AND NOT EXISTS (SELECT 1 FROM wagtailsearch_indexentry e"
            f" WHERE e.object_id = {key} AND e.content_type_id = p.content_type_id)"
        )
