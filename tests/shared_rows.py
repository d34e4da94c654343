"""Rows that all tests of a module start from, made once: a section in four languages takes longer than most tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from django.db import models, transaction
from pytest_django import DjangoDbBlocker

Keep = Callable[[], AbstractContextManager[None]]
"""What is made inside `with keep():` is there for every test of the module as it was made, and gone with the module."""

Row = TypeVar("Row", bound=models.Model)


def again(row: Row) -> Row:
    """The row as it was made, whatever another test did to its own copy."""
    return type(row)._default_manager.get(pk=row.pk)


@contextmanager
def keeping(blocker: DjangoDbBlocker) -> Iterator[Keep]:
    """Around a module's tests: the transaction of each is one within this."""
    around = transaction.atomic()
    # As the test's own: what must not stand in a transaction may stand in this.
    around._from_testcase = True  # type: ignore[attr-defined]  # Django sets it so
    with blocker.unblock():
        around.__enter__()
    try:
        yield blocker.unblock
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
