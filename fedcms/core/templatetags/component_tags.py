"""Template tag `cached_include`: a component that is rendered once a process for the same values.

    {% cached_include "components/cluster_badge.html" with cluster=page.cluster kind=page.kind_label status="" %}

As with `{% include … only %}` the component sees the values that are given and nothing else of the page, so what it
shows depends on them, on the language and on the time zone. All are part of the key: what is cached is never stale. A
value that has no key (a page, a form, a request) makes this a plain include. For small components that stand on every
page, or many times on one (docs/adr/0087-components-rendered-once.md).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import date
from decimal import Decimal

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.loader_tags import IncludeNode, do_include
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from fedcms.core.component_keys import PlainKey

MOST_CACHED = 1024
"""The most renderings of one component that a process caches; then it begins anew."""

LONGEST_CACHED = 4000
"""Characters of the longest one that is cached: addresses that visitors make up may be long."""

register = template.Library()
_PLAIN = frozenset((str, int, bool, type(None)))
"""What is shown as what it equals; of different types, 1 equals True."""

_type_of: Callable[[object], type] = type
_rendered: dict[str, dict[Hashable, SafeString]] = defaultdict(dict)


class _HasNoKeyError(Exception):
    """A value from which nothing tells what a component shows of it."""


def _key_of(value: object) -> Hashable:
    """Returns what is equal only for values that are shown alike. Raises `_HasNoKeyError`."""
    kind = type(value)
    if kind in _PLAIN:
        return kind, value
    if isinstance(value, PlainKey):
        return tuple(map(_type_of, value)), value
    if isinstance(value, SafeData | Promise | date | Decimal):
        # Equal moments of two zones are not shown alike, nor are a safe text and one that is escaped.
        text = str(value)
        return kind.__name__, type(text), text
    if (key := getattr(value, "component_key", None)) is not None:
        return kind, _key_of(key)
    parts = tuple(value.items()) if isinstance(value, dict) else value
    if isinstance(parts, list | tuple):
        # A call for each value would be most of what a key costs.
        return tuple([(type(each), each) if type(each) in _PLAIN else _key_of(each) for each in parts])
    raise _HasNoKeyError


class CachedIncludeNode(Node):
    """An `include … only` whose renderings are cached by their values."""

    def __init__(self, include: IncludeNode) -> None:
        self.include = include
        self.name = str(include.template.var)
        self.value_names = tuple(include.extra_context)

    def render(self, context: Context) -> SafeString:
        """Returns the component for the values that the context has now."""
        if context.template is None or context.template.engine.debug:  # templates are being written
            return self.include.render(context)
        try:
            values = [_key_of(value.resolve(context)) for value in self.include.extra_context.values()]
        except _HasNoKeyError:
            return self.include.render(context)
        active = (get_language(), get_current_timezone(), context.autoescape, context.use_tz)
        key = (*active, context.use_l10n, self.value_names, *values)
        cached = _rendered[self.name]
        known = cached.get(key)
        if known is None:
            known = self.include.render(context)
            if len(known) <= LONGEST_CACHED:
                if len(cached) >= MOST_CACHED:
                    cached.clear()
                cached[key] = known
        return known


@register.tag
def cached_include(parser: Parser, token: Token) -> Node:
    """Parses what follows as Django's `include` with `only`; the name of the template is a text."""
    include = do_include(parser, token)
    if not isinstance(include.template.var, str):
        raise template.TemplateSyntaxError("cached_include needs the name of a template in quotes.")
    include.isolated_context = True
    # As the parser does with the nodes that it puts into a template: this one stands inside of its own.
    include.token = token
    if parser.origin is not None:
        include.origin = parser.origin
    return CachedIncludeNode(include)


def forget_components() -> None:
    """Empties the cache of this process; for tests, which change settings."""
    _rendered.clear()
