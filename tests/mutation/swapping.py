"""Puts the changed code of a function into the process that has loaded it: no import, no second start."""

import gc
from collections.abc import Iterator
from types import CodeType, FunctionType

CO_OPTIMIZED = 0x1  # a function's code; a module's and a class's body have it not


def _nested(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & CO_OPTIMIZED)


def _body(code: CodeType) -> tuple[object, ...]:
    """What a module or class does by itself when it is loaded, without what its functions do when they are called."""
    consts = tuple("code" if isinstance(each, CodeType) else repr(each) for each in code.co_consts)
    return code.co_code, consts, code.co_names, code.co_varnames


def changed_functions(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]] | None:
    """The functions that differ, old and new; `None` when a module or class differs, which was run long ago."""
    pairs = list(zip(_nested(old), _nested(new), strict=False))
    if _body(old) != _body(new) or len(_nested(old)) != len(_nested(new)):
        return None
    found: list[tuple[CodeType, CodeType]] = []
    for before, after in pairs:
        if _is_function(before):
            if before != after:
                found.append((before, after))
            continue
        below = changed_functions(before, after)
        if below is None:
            return None
        found.extend(below)
    return iter(found)


def live_functions(filename: str) -> dict[tuple[str, int], list[FunctionType]]:
    """All functions of a source file that this process holds, wrapped ones too, by name and first line."""
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for each in gc.get_objects():
        # Not isinstance: it would wake objects that are made when they are first looked at.
        if type(each) is FunctionType and each.__code__.co_filename == filename:
            code = each.__code__
            found.setdefault((code.co_qualname, code.co_firstlineno), []).append(each)
    return found


def functions_to_change(
    filename: str, source: str, mutated: str
) -> list[tuple[list[FunctionType], CodeType]] | None:
    """Which functions get which code; `None` when the change can only be seen by a process that begins with it."""
    changed = changed_functions(compile(source, filename, "exec"), compile(mutated, filename, "exec"))
    if changed is None:
        return None
    live = live_functions(filename)
    found = []
    for before, after in changed:
        functions = live.get((before.co_qualname, before.co_firstlineno), [])
        if not functions or any(
            len(each.__code__.co_freevars) != len(after.co_freevars) for each in functions
        ):
            return None
        found.append((functions, after))
    return found or None


def names_of(changes: list[tuple[list[FunctionType], CodeType]]) -> set[str]:
    """The qualified names of the functions that change."""
    return {function.__code__.co_qualname for functions, _code in changes for function in functions}
