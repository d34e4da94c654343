"""The template tag `static`, which asks the storage alone for the address of a file that is named in the template.

Django asks each time whether its app is installed, and escapes the address anew: a page names some twenty files.
"""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.library import Library
from django.templatetags.static import StaticNode, do_static
from django.utils.html import conditional_escape


class ConstantStaticNode(Node):
    """A `static` of a file whose name stands in the template."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.address = ""
        self.escaped = ""

    def render(self, context: Context) -> str:
        """Returns the address that the storage has for the file now."""
        address = staticfiles_storage.url(self.name)
        if not context.autoescape:
            return address
        if address != self.address:
            self.address, self.escaped = address, conditional_escape(address)
        return self.escaped


def static(parser: Parser, token: Token) -> Node:
    """Parses `static` as Django does; what has a variable or a filter, or goes into a variable, is left to Django."""
    node: StaticNode = do_static(parser, token)
    named = node.path.var
    return (
        ConstantStaticNode(named)
        if isinstance(named, str) and not node.varname and not node.path.filters
        else node
    )


def keep_constant_addresses(library: Library) -> None:
    """Gives Django's library `static` this tag, for all templates that are compiled from now on."""
    library.tag("static", static)
