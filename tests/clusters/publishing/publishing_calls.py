"""Finds every place of some source code that makes a page public, or says that it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

ACTIONS = {
    "PublishRevisionAction",
    "PublishPageRevisionAction",
    "CopyPageAction",
    "publish_workflow_state",
    "publish_new",
}
CALLED = {"publish", "save_target"}
SET = {"live", "keep_live", "publish"}
ASKED = {"filter", "exclude", "get", "Q"}
"""A query asks for what is public; all else that is given it makes public."""

LEFT_OUT = {"tests", "tests.py", "test", "migrations"}


def _is_literally(node: ast.expr, word: str) -> bool:
    return ast.unparse(node) == word


def _says_public(keyword: ast.keyword) -> bool:
    if keyword.arg == "approved_go_live_at":
        return not _is_literally(keyword.value, "None")
    return keyword.arg in SET and _is_literally(keyword.value, "True")


def _sets_public(target: ast.expr, value: ast.expr) -> bool:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return any(map(_sets_public, target.elts, value.elts))
    if not isinstance(target, ast.Attribute):
        return False
    is_live = target.attr == "live" and not _is_literally(value, "False")
    return is_live or (target.attr == "approved_go_live_at" and not _is_literally(value, "None"))


def _publishes(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(_sets_public(target, node.value) for target in node.targets)
    if not isinstance(node, ast.Call):
        return False
    is_method = isinstance(node.func, ast.Attribute)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in ACTIONS or (is_method and name in CALLED):
        return True
    return name not in ASKED and any(map(_says_public, node.keywords))


def _functions(node: ast.AST, inside: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of the functions in which something is published."""
    if _publishes(node):
        yield ".".join(inside) or "module"
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        inside = (*inside, node.name)
    for child in ast.iter_child_nodes(node):
        yield from _functions(child, inside)


def publishing_places(root: Path, *folders: str) -> list[str]:
    """Each as `path:function`, below folders of a root; tests and migrations of the code left out."""
    found = set()
    for folder in folders:
        for path in (root / folder).rglob("*.py"):
            relative = path.relative_to(root)
            if not LEFT_OUT & set(relative.parts):
                found |= {f"{relative}:{name}" for name in _functions(ast.parse(path.read_text()))}
    return sorted(found)
