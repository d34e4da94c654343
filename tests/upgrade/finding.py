"""Finds what the project uses of other packages without their promise: read from its source and from its classes.

What cannot be found this way (a public method called on an object of theirs, markup that JavaScript expects) is in the
list by hand.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.upgrade.project import ROOT, Uses, is_of_theirs, packages_of_project, trees
from tests.upgrade.screens import addresses, in_templates

# Modules of theirs whose names their documentation tells people to import.
DOCUMENTED = frozenset({
    "django_tasks", "django_tasks.signals", "modelcluster.fields", "modelcluster.models", "wagtail",
    "wagtail.admin", "wagtail.admin.filters", "wagtail.admin.forms", "wagtail.admin.forms.auth",
    "wagtail.admin.menu", "wagtail.admin.panels", "wagtail.admin.site_summary",
    "wagtail.admin.ui.components", "wagtail.admin.ui.tables", "wagtail.admin.userbar",
    "wagtail.admin.views.reports", "wagtail.admin.viewsets.chooser", "wagtail.admin.viewsets.model",
    "wagtail.admin.viewsets.pages", "wagtail.admin.widgets.button", "wagtail.api.v2.router",
    "wagtail.blocks", "wagtail.contrib.redirects.models", "wagtail.contrib.routable_page.models",
    "wagtail.contrib.typed_table_block.blocks", "wagtail.documents", "wagtail.documents.blocks",
    "wagtail.documents.models", "wagtail.fields", "wagtail.hooks", "wagtail.images",
    "wagtail.images.blocks", "wagtail.images.models", "wagtail.models", "wagtail.rich_text",
    "wagtail.rich_text.feature_registry", "wagtail.search", "wagtail.search.backends",
    "wagtail.search.index", "wagtail.signal_handlers", "wagtail.signals", "wagtail.url_routing",
    "wagtail_localize.fields", "wagtail_localize.machine_translators.base",
})  # fmt: skip
# Methods that their documentation asks people to write in classes of their own.
EXTENSION_POINTS = frozenset({
    "__init__", "can_exist_under", "clean", "clone_kwargs", "get_cell_context_data", "get_context",
    "get_context_data", "get_value", "index_entries", "is_shown", "save", "serve", "validate_with_locale",
})  # fmt: skip
# Django's and Python's documented names that begin with an underscore.
PROMISED = frozenset(
    {"_meta", "_default_manager", "_base_manager", "_fields", "_make", "_replace", "_asdict"}
)


def _is_module(dotted: str) -> bool:
    try:
        importlib.import_module(dotted)
    except ImportError:
        return False
    return True


def _imports(path: str, tree: ast.Module, bound: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Imports from where nothing is promised; `bound` learns what every name of theirs stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and is_of_theirs(node.module):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                bound[alias.asname or alias.name] = name
                unpromised = node.module not in DOCUMENTED and not _is_module(name)
                if unpromised or alias.name.startswith("_"):
                    yield name, path
        elif isinstance(node, ast.Import):
            bound |= {
                each.asname: each.name for each in node.names if each.asname and is_of_theirs(each.name)
            }


def uses_in(path: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Dotted names of theirs in one source, with where they stand; a private attribute begins with a dot."""
    bound: dict[str, str] = {}
    yield from _imports(path, tree, bound)
    modules = {name for name, dotted in bound.items() if dotted not in DOCUMENTED and _is_module(dotted)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield from ((name, path) for name in _named_by_attribute(node, bound, modules))
        elif isinstance(node, ast.Call):
            yield from ((name, path) for name in _named_by_call(node, bound))


def _named_by_attribute(node: ast.Attribute, bound: dict[str, str], modules: set[str]) -> Iterator[str]:
    """What `thing._name`, `their_module.name` and `Theirs.name = …` touch."""
    if node.attr.startswith("_") and not node.attr.startswith("__"):
        yield f".{node.attr}"
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    if owner in modules or (owner in bound and isinstance(node.ctx, ast.Store | ast.Del)):
        yield f"{bound[owner]}.{node.attr}"


def _named_by_call(node: ast.Call, bound: dict[str, str]) -> Iterator[str]:
    """What `getattr(thing, "_name")` or `setattr(Theirs, "name", …)` touches."""
    called = node.func.id if isinstance(node.func, ast.Name) else ""
    if called not in ("getattr", "setattr", "delattr", "hasattr") or len(node.args) < 2:
        return
    owner, name = node.args[0], node.args[1]
    if not (isinstance(name, ast.Constant) and isinstance(name.value, str)):
        return
    if name.value.startswith("_") and not name.value.startswith("__"):
        yield f".{name.value}"
    elif called in ("setattr", "delattr") and isinstance(owner, ast.Name) and owner.id in bound:
        yield f"{bound[owner.id]}.{name.value}"


@functools.cache
def own_names() -> set[str]:
    """Every name that the project gives to something itself."""
    found: set[str] = set()
    for _path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                on_itself = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
                # What is left on somebody's object bears our name.
                if on_itself or node.attr.startswith("_fedcms_"):
                    found.add(node.attr)
    return found


def imported_and_private() -> Uses:
    """Names imported from where nothing is promised, attributes of theirs that are assigned, private attributes."""
    found: Uses = defaultdict(set)
    own = own_names()
    for path, tree in trees():
        for name, where in uses_in(path, tree):
            if not (name.startswith(".") and (name[1:] in PROMISED or name[1:] in own)):
                found[name].add(where)
    return found


# ------------------------------------------------------------------------------------------------------------ classes


def _written_in(module: str) -> dict[str, set[str]]:
    """By class, the methods that a module's source writes in it."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found: dict[str, set[str]] = {}

    def walk(body: list[ast.stmt], outer: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                name = f"{outer}{node.name}"
                found[name] = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                walk(node.body, f"{name}.")

    walk(ast.parse(Path(spec.origin).read_text()).body, "")
    return found


def overridden() -> Uses:
    """Methods of theirs that a class of the project writes again, and that are no documented extension points."""
    found: Uses = defaultdict(set)
    for package in packages_of_project():
        for info in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if ".migrations" in info.name or ".settings" in info.name or info.name == "fedcms.wsgi":
                continue
            module = importlib.import_module(info.name)
            written = _written_in(info.name)
            for kind in list(vars(module).values()):
                if inspect.isclass(kind) and kind.__module__ == info.name:
                    for method in written.get(kind.__qualname__, set()) - EXTENSION_POINTS:
                        if (base := _base_with(kind, method)) is not None:
                            name = f"{base.__module__}.{base.__qualname__}.{method}"
                            found[name].add(f"{info.name}.{kind.__qualname__}")
    return found


def _base_with(kind: type, method: str) -> type | None:
    """The class of theirs whose method a class of ours replaces."""
    for base in kind.__mro__[1:]:
        if method in vars(base):
            return base if is_of_theirs(base.__module__) else None
    return None


def uses() -> Uses:
    """All that is found, and where."""
    found: Uses = defaultdict(set)
    for some in (imported_and_private(), overridden(), in_templates(), addresses()):
        for name, where in some.items():
            found[name] |= where
    return found
