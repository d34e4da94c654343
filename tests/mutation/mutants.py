"""Which small breakages are made of a module: a seeded sample of what Cosmic Ray's operators make of it."""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]


# Whether equal numbers or words are the same object is Python's affair.
IDENTITY = ("_Eq_Is", "_Eq_IsNot", "_NotEq_Is", "_NotEq_IsNot")


@dataclass(frozen=True)
class Mutant:
    """A module with one small change."""

    path: str
    operator: str
    line: int
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        """How the list of explained survivors calls it; it stays while the line stays, wherever it moves."""
        return f"{self.before} -> {self.after}"


class _Plain(ast.NodeTransformer):
    """What runs: without annotations, and without what only a type checker reads."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:  # the name that ast calls
        self.generic_visit(node)
        node.returns = None
        arguments = node.args
        for each in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ):
            if each is not None:
                each.annotation = None
        return node

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  # the same

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:  # the name that ast calls
        self.generic_visit(node)
        node.annotation = ast.Constant(None)
        return node

    def visit_Module(self, node: ast.Module) -> ast.AST:  # the name that ast calls
        self.generic_visit(node)
        node.body = [each for each in node.body if not _is_alias(each)]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:  # the name that ast calls
        self.generic_visit(node)
        inner = node.operand
        if isinstance(node.op, ast.Not) and isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.Not):
            return inner.operand
        return node

    def visit_If(self, node: ast.If) -> ast.AST | None:  # the name that ast calls
        self.generic_visit(node)
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else node


def _is_alias(statement: ast.stmt) -> bool:
    """Whether a statement names a type: `Person = User | AnonymousUser`."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        return isinstance(value.left, ast.Name | ast.BinOp) and isinstance(
            value.right, ast.Name | ast.Constant
        )
    return isinstance(value, ast.Subscript)


def _family(operator: str) -> str:
    """The operators that change the same place: each of `+`, `-`, `*` … in the place of `|` is one breakage."""
    parts = operator.split("_")
    return (
        "_".join(parts[:2])
        if parts[0] in ("ReplaceBinaryOperator", "ReplaceComparisonOperator")
        else operator
    )


def _behaviour(source: str) -> str:
    return ast.dump(_Plain().visit(ast.parse(source)))


def _change(source: str, mutated: str) -> tuple[int, str, str]:
    """Line, old and new text of what differs."""
    old, new = source.splitlines(), mutated.splitlines()
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            before = " ".join(" ".join(old[i1:i2]).split())
            return i1 + 1, before, " ".join(" ".join(new[j1:j2]).split()) or "nothing"
    return 0, "", ""


def _all(path: str, chance: Random) -> Iterator[Mutant]:
    """One of each place and family, which chance chooses."""
    source = (ROOT / path).read_text()
    seen = {_behaviour(source)}
    nodes = list(ast_nodes(get_ast(source)))
    places: dict[tuple[object, ...], list[tuple[str, int]]] = {}
    for name in sorted(operator_names()):
        kind = get_operator(name)
        if kind.arguments() or name.endswith(IDENTITY):
            continue
        operator = kind()
        positions = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, place in enumerate(positions):
            # A number is made greater and smaller at one place: both.
            twin = occurrence if "Number" in name else 0
            key = (_family(name.removeprefix("core/")), tuple(map(tuple, place)), twin)
            places.setdefault(key, []).append((name, occurrence))
    for key in sorted(places, key=repr):
        name, occurrence = chance.choice(places[key])
        mutated = mutate_code(source, get_operator(name)(), occurrence)
        if mutated is None:
            continue
        try:
            behaviour = _behaviour(mutated)
        except SyntaxError:
            continue
        if behaviour not in seen:
            seen.add(behaviour)
            yield Mutant(path, name.removeprefix("core/"), *_change(source, mutated), mutated)


def sample(path: str, most: int, seed: int) -> tuple[list[Mutant], int]:
    """A sample, the same each time, in the order of lines; and how many there are in all."""
    chance = Random(f"{seed} {path}")
    every = list(_all(path, chance))
    chosen = chance.sample(every, min(most, len(every)))
    return sorted(chosen, key=lambda mutant: (mutant.line, mutant.operator, mutant.after)), len(every)
