"""Keeps the direction of a name from the text it stands in, where there are no tags for `<bdi>`."""


def isolated(text: str) -> str:
    """The text between first strong isolate and its end (Unicode Bidirectional Algorithm, UAX 9)."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
