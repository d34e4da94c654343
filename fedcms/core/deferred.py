"""Collects work within a block, and does each piece once at its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Deferred(Generic[Key, Value]):
    """Work of one kind that may wait for the end of a block: a value for each key.

    `do` gets what was collected when the outermost block ends. Its transaction is the caller's to open.
    """

    def __init__(self, name: str, do: Callable[[dict[Key, Value]], None]) -> None:
        self._collected: ContextVar[dict[Key, Value] | None] = ContextVar(name, default=None)
        self._do = do

    def collected(self) -> dict[Key, Value] | None:
        """Returns what is collected so far, to be added to; None outside of a block."""
        return self._collected.get()

    @contextmanager
    def block(self) -> Iterator[None]:
        """Collects within it. Blocks may be nested: the outermost one does the work at its end.

        If a block ends with an exception, what was collected in it is dropped, since what it wrote is rolled back.
        """
        outer = self._collected.get()
        if outer is None:
            collected: dict[Key, Value] = {}
            token = self._collected.set(collected)
            try:
                yield
            finally:
                self._collected.reset(token)
            self._do(collected)
            return
        before = dict(outer)
        try:
            yield
        except BaseException:
            outer.clear()
            outer.update(before)
            raise
