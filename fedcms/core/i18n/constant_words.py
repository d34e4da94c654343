"""The template tag `translate`, which looks up words that stand in the template once a language and process.

Django looks them up at each rendering: a page has some forty, a twentieth of its CPU (docs/performance.md).
"""

from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.template.library import Library
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language


class ConstantTranslateNode(Node):
    """A `translate` that nothing in the context changes."""

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.by_language: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """Returns the words in the active language, or puts them into the variable after `as` and returns nothing."""
        language, name = get_language(), self.node.asvar
        words = self.by_language.get(language)
        is_written = context.template is not None and context.template.engine.debug
        if words is None or is_written:
            shown = self.node.render(context)
            words = self.by_language[language] = context[name] if name else shown
        if not name:
            return words
        context[name] = words
        return ""


def _is_constant(expression: FilterExpression) -> bool:
    """Returns whether an expression is a text of the template, without filters."""
    return not expression.filters and not getattr(expression.var, "lookups", None)


def translate(parser: Parser, token: Token) -> Node:
    """Parses `translate` as Django does; what has a variable, a filter or `noop` is left to Django."""
    node = do_translate(parser, token)
    parts = [node.filter_expression] + ([node.message_context] if node.message_context else [])
    return ConstantTranslateNode(node) if not node.noop and all(map(_is_constant, parts)) else node


def keep_constant_words(library: Library) -> None:
    """Gives Django's library `i18n` this tag, for all templates that are compiled from now on."""
    library.tag("translate", translate)
