"""A registry of page views and contexts that packages above a model provide (docs/adr/0031).

A page class stands among the models and imports none of the lists, teasers and forms that its template shows. Its app
registers them at start, in its `page_views.py`, and `BasePage` asks here: to find what fills a template, look up the
page class there.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page

PageType = TypeVar("PageType")
ContextProvider = Callable[[Any, HttpRequest], Mapping[str, object]]
PageView = Callable[..., HttpResponseBase]

_contexts: dict[type, ContextProvider] = {}
_views: dict[tuple[type, str], PageView] = {}


def register_context(
    page_type: type[PageType], provider: Callable[[PageType, HttpRequest], Mapping[str, object]]
) -> None:
    """Adds what `provider(page, request)` returns to the context of this type, and of those that inherit it."""
    _contexts[page_type] = provider


def register_view(page_type: type, view: PageView, name: str = "serve") -> None:
    """Has `view(page, request, …)` answer for this type, and those that inherit it.

    `name`: "serve" for the page's own address; a routable page asks for its routes by their names.
    """
    _views[page_type, name] = view


def registered_context(page: Page, request: HttpRequest) -> dict[str, object]:
    """What was registered for the type of a page; of a class nearer to it what is said last."""
    context: dict[str, object] = {}
    for page_type in reversed(type(page).__mro__):
        if provider := _contexts.get(page_type):
            context |= provider(page, request)
    return context


def registered_view(page: Page, name: str = "serve") -> PageView | None:
    """The view of the nearest class; `None` when Wagtail's own way is meant."""
    views = (_views.get((page_type, name)) for page_type in type(page).__mro__)
    return next((view for view in views if view is not None), None)


def required_view(page: Page, name: str) -> PageView:
    """The same for a route, which nobody else answers. Raises `LookupError` when its app registered none."""
    view = registered_view(page, name)
    if view is None:
        raise LookupError(f"No view named {name!r} is registered for {type(page).__name__}.")
    return view
