"""The keys by which `cached_include` tells objects apart that a component shows."""

from collections.abc import Hashable


class PlainKey(tuple[Hashable, ...]):
    """A `component_key` of texts and truth values, none of them lazy, of which nothing needs to be looked up.

    Its types are part of the key: a text that is safe is not taken for one that is escaped. What is translated may be
    there with all its languages, in tuples, instead of being looked up in the active one.
    """

    __slots__ = ()
