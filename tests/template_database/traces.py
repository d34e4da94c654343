"""What the making of a template executed and read, so that a later run knows whether it would come out the same.

Of a module all counts that ran: its own level, its classes, and the functions that were called. A change in a function
that was never called changes no template, so that most edits of a view keep it.
"""

import ast
import cProfile
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[2]
# What is installed or written here is no source.
NO_SOURCE = (".venv", "var", "node_modules", "__pycache__", ".git")


def digest(content: bytes) -> str:
    """Names a content."""
    return hashlib.sha256(content).hexdigest()[:32]


class _Uncalled(ast.NodeTransformer):
    """Empties the functions that were not called."""

    def __init__(self, called: set[str]) -> None:
        self.called = called
        self.scopes: list[str] = []

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        name = "".join([*self.scopes, node.name])
        if name not in self.called:
            node.body = [ast.Pass()]
            return node
        self.scopes.append(f"{node.name}.<locals>.")
        self.generic_visit(node)
        self.scopes.pop()
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function  # noqa: N815  # ast's names

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.scopes.append(f"{node.name}.")
        self.generic_visit(node)
        self.scopes.pop()
        return node


def digest_of_what_ran(source: bytes, called: Iterable[str]) -> str:
    """Names a module's source without comments, places of lines, and the bodies of functions that were not called."""
    tree = _Uncalled(set(called)).visit(ast.parse(source))
    return digest(ast.dump(tree).encode())


@dataclass
class Source:
    """A file that was read: its digest then and, of a module, that of what ran (`called` names the functions)."""

    whole: str
    ran: str | None = None
    called: list[str] = field(default_factory=list)

    @classmethod
    def module(cls, path: Path, called: Iterable[str]) -> "Source":
        """A module of which these functions were called."""
        source = path.read_bytes()
        return cls(digest(source), digest_of_what_ran(source, called), sorted(called))

    def is_still(self, path: Path) -> bool:
        """Whether the file would do the same again."""
        try:
            source = path.read_bytes()
            if digest(source) == self.whole:
                return True
            return self.ran is not None and digest_of_what_ran(source, self.called) == self.ran
        except (OSError, SyntaxError):
            return False


def listing(folder: Path) -> str:
    """Names what stands in a folder: a new migration, a new `wagtail_hooks.py` would be found by its name."""
    try:
        names = [each for each in folder.iterdir() if each.name not in NO_SOURCE and each.name[0] != "."]
    except OSError:
        return ""
    if folder == ROOT:
        names = [each for each in names if each.suffix == ".py" or (each / "__init__.py").exists()]
    return digest(
        "\n".join(sorted(each.name for each in names if each.suffix not in (".pyc", ".mo"))).encode()
    )


@dataclass
class Trace:
    """All that a template depends on, by the path below the project."""

    files: dict[str, Source] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)

    def is_still(self) -> bool:
        """Whether all of it is as it was."""
        return all(listing(ROOT / path) == names for path, names in self.folders.items()) and all(
            source.is_still(ROOT / path) for path, source in self.files.items()
        )

    def changed_since(self, moment: float) -> bool:
        """Whether a file was written after that moment: what was read of it is not known then."""
        return any((ROOT / path).stat().st_mtime >= moment for path in self.files)

    def add(self, other: "Trace") -> None:
        """What another depended on counts here too."""
        for path, source in other.files.items():
            mine = self.files.get(path)
            if mine is None or source.ran is None:
                self.files[path] = source
            elif mine.ran is not None:
                self.files[path] = Source.module(ROOT / path, {*mine.called, *source.called})
        self.folders |= other.folders

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, dict[str, object]]) -> "Trace":
        """From JSON."""
        return cls({path: Source(**values) for path, values in stored["files"].items()}, stored["folders"])


def below_root(path: object) -> str | None:
    """The path below the project's root of a file that is a source of the project."""
    if not isinstance(path, str) or not path.startswith(f"{ROOT}/"):
        return None
    inner = path[len(str(ROOT)) + 1 :]
    return None if any(part in NO_SOURCE for part in inner.split("/")) else inner


class Recorder:
    """Sees what this process imports, calls, opens and lists, from its making on until `trace`."""

    def __init__(self) -> None:
        self.opened: set[str] = set()
        self.listed: set[str] = set()
        self.has_threads = False
        # A hook is for the life of the process.
        self.is_listening = True
        self._profile = cProfile.Profile(builtins=False)
        sys.addaudithook(self._hear)
        self._profile.enable()

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.is_listening:
            return
        if event == "open" and (path := below_root(arguments[0])):
            self.opened.add(path)
        elif event in ("os.listdir", "os.scandir") and (path := below_root(f"{arguments[0]}/")):
            self.listed.add(path.rstrip("/"))
        elif event == "_thread.start_new_thread":
            # The profile does not see what a thread calls. No need to go on then: it takes a third of the time.
            self.has_threads = True
            self._profile.disable()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is called meanwhile does not count."""
        self._profile.disable()
        yield
        if not self.has_threads:
            self._profile.enable()

    def _called(self) -> dict[str, set[str]]:
        """The functions that were called, by path."""
        called: dict[str, set[str]] = defaultdict(set)
        self._profile.disable()
        for entry in self._profile.getstats():
            if isinstance(entry.code, CodeType) and (path := below_root(entry.code.co_filename)):
                called[path].add(entry.code.co_qualname)
        return called

    def trace(self) -> Trace:
        """All that was imported, opened and listed until now."""
        called = self._called()
        self.is_listening = False
        modules = set(loaded())
        trace = Trace({path: self._source(path, called[path]) for path in sorted(modules)})
        for path in sorted(self.opened - modules):
            if (ROOT / path).is_file():
                trace.files[path] = Source(digest((ROOT / path).read_bytes()))
        # What stands in the tests' own folders makes no template.
        folders = [path for path in sorted(self.listed) if not path.startswith("tests")]
        trace.folders = {path: listing(ROOT / path) for path in folders if (ROOT / path).is_dir()}
        return trace

    def _source(self, path: str, called: Iterable[str]) -> Source:
        """A module by what ran of it; all of it where threads may have run what was not seen."""
        if self.has_threads:
            return Source(digest((ROOT / path).read_bytes()))
        return Source.module(ROOT / path, called)


def loaded() -> Iterator[str]:
    """The project's modules in this process."""
    for module in list(sys.modules.values()):
        if path := below_root(getattr(module, "__file__", None)):
            yield path
