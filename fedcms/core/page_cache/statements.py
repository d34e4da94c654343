"""Watches SQL: what a page reads without naming it is never kept, and what is written drops the pages that show it."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from fedcms.core.page_cache.drops import drop
from fedcms.core.shown_tags import collected, image_tag, table_tag

# Their rows stand on pages of all kinds, and are written rarely: whatever is written drops all that read the table.
WATCHED = frozenset(
    {
        "clusters_charter",
        "clusters_charterarticle",
        "clusters_chartersignature",
        "clusters_cluster",
        "clusters_federation",
        "clusters_offering",
        "clusters_organisation",
        "clusters_organisation_topics",
        "core_localestate",
        "core_topic",
        # Numbers of people, and what one may ask for: of one event or mission, but no statement names it.
        "events_application",
        # Whether it is cancelled: of a mission that stands under another page.
        "events_callforapplications",
        "events_callquota",
        "events_delegation",
        "events_delegationoutcome",
        "events_requesteddocument",
        "events_selectioncriterion",
        "events_signup",
        "events_signupquota",
        "events_signupsheet",
        "media_federationdocument",
        "news_dutyabsence",
        "news_dutyhours",
        "news_keyfigure",
        "news_mediacoverage",
        "news_presscontact",
        "news_spokesperson",
        "news_spokesperson_topics",
        # Who may open a document.
        "wagtailcore_collection",
        "wagtailcore_collectionviewrestriction",
        "wagtailcore_locale",
        "wagtailcore_pageviewrestriction",
        "wagtailcore_site",
    }
)
CONSTANT = frozenset({"django_content_type"})
IMAGES, RENDITIONS = "media_federationimage", "media_federationrendition"
NAMED = frozenset({"translation_translationstate", "clusters_pageneighbour", "events_eventoccurrence"})
"""Read together with pages alone; who writes them drops the tags of these pages, or writes the page."""

_shown_columns: dict[str, frozenset[str]] = {}
"""By watched table whose receivers drop what shows a row that is saved or deleted: the columns that pages show."""
_told: ContextVar[bool] = ContextVar("fedcms_rows_are_told", default=False)

_READ = re.compile(r'\b(?:FROM|JOIN)\s+"?([a-z][a-z0-9_]*)"?', re.IGNORECASE)
_WRITTEN = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+[A-Z]+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([a-z][a-z0-9_]*)"?', re.IGNORECASE
)
_SET = re.compile(r'"([a-z_0-9]+)" = ')
_SEVERAL_ROWS = re.compile(r"\), *\(|\bUNNEST\(")
_ONE_ROW = re.compile(r'WHERE "[a-z_]+"."id" = \(?%s\)?\s*$', re.IGNORECASE)

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def rows_are_told(model: type[Model], shown: Collection[str]) -> None:
    """Says that receivers of a model drop by tag what shows a row that is saved or deleted. Apps call it in `ready`.

    So a statement that writes one row drops nothing, nor does one that writes none of the columns that are `shown`.
    Others, `update()` of several rows among them, drop all that read the table. Who calls `update()` for one row drops
    its tag.
    """
    columns = frozenset(str(model._meta.get_field(name).column) for name in shown)  # type: ignore[union-attr]
    _shown_columns[model._meta.db_table] = columns


@contextmanager
def telling(*tags: str) -> Iterator[None]:
    """Drops tags; what is written inside of tables whose rows are told drops nothing else."""
    token = _told.set(True)
    try:
        yield
    finally:
        _told.reset(token)
    drop(tags)


@lru_cache(maxsize=4_096)
def tables_read(sql: str) -> frozenset[str]:
    """Returns the tables that a statement reads."""
    return frozenset(name.lower() for name in _READ.findall(sql))


@cache
def page_tables() -> frozenset[str]:
    """Returns the tables of pages of all types."""
    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, Page))


@cache
def child_tables() -> frozenset[str]:
    """Returns the tables of what belongs to one page and is written with it."""
    found = set()
    for model in apps.get_models():
        if issubclass(model, Page):
            found |= {relation.related_model._meta.db_table for relation in get_all_child_relations(model)}
            found |= {
                field.remote_field.through._meta.db_table for field in get_all_child_m2m_relations(model)
            }
    return frozenset(found)


def note_reads(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper: notes tables, and refuses to keep what reads others or reads pages without naming them.

    Of every connection; outside of `collecting()` it does nothing.
    """
    shown = collected()
    if shown is not None and not shown.refused:
        tables = tables_read(str(sql))
        shown.tags.update(table_tag(table) for table in tables & WATCHED)
        named = tables & (page_tables() | NAMED)
        known = WATCHED | CONSTANT | child_tables() | {IMAGES, RENDITIONS}
        if (named and not shown.declared_depth) or tables - named - known or not tables:
            shown.refused = f"It reads {', '.join(sorted(tables)) or sql[:60]}."
    return execute(sql, params, many, context)


def note_writes(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper of every connection: drops what shows the rows of a watched table, or neither is written."""
    tag = _tag_written(str(sql), params, many) if settings.FEDCMS_PAGE_CACHE else None
    if tag is None:
        return execute(sql, params, many, context)
    connection: BaseDatabaseWrapper = context["connection"]
    with nullcontext() if connection.in_atomic_block else transaction.atomic(connection.alias):
        done = execute(sql, params, many, context)
        drop([tag])
    return done


def _tag_written(sql: str, params: Any, many: bool) -> str | None:
    match = _WRITTEN.match(sql)
    table = match[1].lower() if match else ""
    if table in _shown_columns and _is_told(table, sql):
        return None
    if table in WATCHED:
        return table_tag(table)
    if table == IMAGES and sql.lstrip()[:6].upper() != "INSERT":
        is_one = not many and _ONE_ROW.search(sql) and isinstance(params, Sequence) and params
        return image_tag(int(params[-1])) if is_one else table_tag(IMAGES)
    return None


def _is_told(table: str, sql: str) -> bool:
    verb = sql.lstrip()[:6].upper()
    if verb == "INSERT":
        return _told.get() or not _SEVERAL_ROWS.search(sql)
    if verb == "DELETE":
        # Django's own names the rows, whose receivers were called.
        return " IN (" in sql
    written = _SET.findall(sql.partition(" WHERE ")[0])
    return _told.get() or bool(_ONE_ROW.search(sql)) or _shown_columns[table].isdisjoint(written)


def watch_connection(sender: type, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Receives `connection_created`: both wrappers stay as long as the connection.

    Not `connection.execute_wrapper`, which takes the last wrapper away: with a connection that opens inside of it,
    another one.
    """
    for wrapper in (note_reads, note_writes):
        if wrapper not in connection.execute_wrappers:
            connection.execute_wrappers.append(wrapper)
