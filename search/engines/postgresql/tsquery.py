"""Writes nodes of an expanded query as a tsquery."""

from collections.abc import Sequence

from search.engines.expansion import AnyOf, Node, Phrase
from search.engines.sql import Sql


def render(node: Node) -> str:
    """Returns a node as a tsquery. Terms have only letters, digits, `_` and `=`, so quoting them is enough."""
    if isinstance(node, Phrase):
        last = len(node.terms) - 1
        terms = []
        for place, term in enumerate(node.terms):
            terms.append(f"'{term}'" + (":*" if node.prefix and place == last else ""))
        return f"({' <-> '.join(terms)})"
    operator = " | " if isinstance(node, AnyOf) else " & "
    return f"({operator.join(render(child) for child in node.nodes)})"


def all_of(nodes: Sequence[Node]) -> str:
    """Returns a tsquery for all of the nodes."""
    return f"({' & '.join(render(node) for node in nodes)})"


def answers(text: str) -> Sql:
    """Returns the condition that an entry answers a tsquery."""
    return Sql("e.vector @@ %s::tsquery", (text,))
