"""Parses in a subprocess with limits on time and memory (fedcms.core.child_process)."""

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fedcms.core.child_process import ChildFailedError, limit_child, run_child
from search.harvest.errors import HarvestError
from search.harvest.harvested_items import Context, FoundItem, Parsed
from search.harvest.parsing import parse
from search.harvest.parsing.pages import HEAD, PageMetadata, read_page
from search.harvest_failures import Failure

SECONDS = 15


def parse_apart(body: bytes, context: Context, wanted: str = "", *, size: int) -> Parsed | None:
    """Calls `parse` in a child process. Raises `HarvestError` as `parse` does, and when the child is slow or dies."""
    told = _asked_of_child(body, context, {"wanted": wanted, "size": size})
    if told is None:
        return None
    rows = told.pop("items")
    items = [_item(row) for row in rows] if isinstance(rows, list) else []
    return Parsed(items=items, **told)  # type: ignore[arg-type]  # as the child took it apart


def read_page_apart(body: bytes, context: Context) -> PageMetadata:
    """Calls `read_page` in a child process. Raises `HarvestError` when the child is too slow or dies."""
    told = _asked_of_child(body[:HEAD], context, {"page": True})
    if told is None:
        return PageMetadata()
    moment, feeds = told.pop("date"), told.pop("feeds")
    return PageMetadata(
        date=datetime.fromisoformat(str(moment)) if moment else None,
        feeds=tuple(feeds) if isinstance(feeds, list) else (),
        **told,  # type: ignore[arg-type]  # the same
    )


def _asked_of_child(body: bytes, context: Context, what: dict[str, object]) -> dict[str, object] | None:
    head = json.dumps({
        "address": context.address,
        "content_type": context.content_type,
        "time_zone": str(context.time_zone),
        "limit": context.limit,
        **what,
    })  # fmt: skip
    try:
        told = run_child(__name__, given=head.encode() + b"\n" + body, seconds=SECONDS)
    except ChildFailedError as error:
        raise HarvestError(Failure.BROKEN, str(error)) from error
    if not isinstance(told, dict):
        return None
    if "failure" in told:
        raise HarvestError(Failure(str(told["failure"])), str(told["detail"]))
    return told


def _item(row: dict[str, str]) -> FoundItem:
    moment, changed, day, end = (row.pop(name) for name in ("date", "changed", "day", "ends_at"))
    return FoundItem(
        date=datetime.fromisoformat(moment) if moment else None,
        changed=datetime.fromisoformat(changed) if changed else None,
        day=date.fromisoformat(day) if day else None,
        ends_at=datetime.fromisoformat(end) if end else None,
        **row,  # type: ignore[arg-type]  # the same
    )


def main() -> None:
    """Runs in the child: reads a line of JSON and the body from stdin, writes JSON to stdout."""
    limit_child(SECONDS)
    told = json.loads(sys.stdin.buffer.readline())
    context = Context(told["address"], told["content_type"], ZoneInfo(told["time_zone"]), told["limit"])
    try:
        body = sys.stdin.buffer.read()
        read = (
            read_page(body, context)
            if "page" in told
            else parse(body, context, told["wanted"], size=told["size"])
        )
        answer = asdict(read) if read else None
    except HarvestError as error:
        answer = {"failure": error.failure.value, "detail": error.detail}
    sys.stdout.write(json.dumps(answer, default=lambda value: value.isoformat()))


if __name__ == "__main__":
    main()
