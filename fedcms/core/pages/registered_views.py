"""A registry of page views and contexts that packages above a model provide (docs/adr/0031).

A page class is among the models and does not import the lists, teasers and forms that its template shows. Its app
registers them at start, in its `page_views.py`, and `BasePage` asks here. To find what fills a template, look up the
page class there.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
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
    """Adds what `provider(page, request)` returns to the context of this page type and its subclasses.

    A page type has one provider. Raises `ImproperlyConfigured` for a second, which would silence the first.
    """
    if page_type in _contexts:
        raise ImproperlyConfigured(f"{page_type.__name__} has a context already: combine the two.")
    _contexts[page_type] = provider


def register_view(page_type: type, view: PageView, name: str = "serve") -> None:
    """Makes `view(page, request, …)` answer for this page type and its subclasses.

    `name` is "serve" for the page's own address, otherwise the name of a route of a routable page.
    Raises `ImproperlyConfigured` where a view of this name is registered for the type.
    """
    if (page_type, name) in _views:
        raise ImproperlyConfigured(f"{page_type.__name__} has a view named {name!r} already.")
    _views[page_type, name] = view


def registered_context(page: Page, request: HttpRequest) -> dict[str, object]:
    """Returns the context registered for a page's type; nearer classes override values of farther ones."""
    context: dict[str, object] = {}
    for page_type in reversed(type(page).__mro__):
        if provider := _contexts.get(page_type):
            context |= provider(page, request)
    return context


def registered_view(page: Page, name: str = "serve") -> PageView | None:
    """Returns the view registered for the nearest class; None when Wagtail's own applies."""
    views = (_views.get((page_type, name)) for page_type in type(page).__mro__)
    return next((view for view in views if view is not None), None)


def required_view(page: Page, name: str) -> PageView:
    """Returns the view of a route. Raises `LookupError` when the app has registered none."""
    view = registered_view(page, name)
    if view is None:
        raise LookupError(f"No view named {name!r} is registered for {type(page).__name__}.")
    return view
