"""What the commands of this folder take from a command line."""

import argparse
from collections.abc import Callable, Sequence


def some_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    """Returns the type of an option whose value names some of those known, with commas between them."""

    def read(value: str) -> list[str]:
        asked = value.split(",")
        if unknown := set(asked) - set(known):
            raise argparse.ArgumentTypeError(
                f"no such thing: {', '.join(sorted(unknown))}; there are {', '.join(known)}"
            )
        return asked

    return read
