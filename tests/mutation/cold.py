"""A pytest plugin (`-p tests.mutation.cold`): a process that loads one module with a small change in it."""

import importlib.machinery
import os
from pathlib import Path
from types import CodeType

PATH = os.environ.get("MUTANT_PATH", "")
SOURCE = os.environ.get("MUTANT_SOURCE", "")

_get_code = importlib.machinery.SourceFileLoader.get_code


def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
    """As always, except for the one module."""
    if PATH and Path(self.path).resolve() == Path(PATH):
        return compile(Path(SOURCE).read_text(), self.path, "exec")
    return _get_code(self, fullname)


importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
