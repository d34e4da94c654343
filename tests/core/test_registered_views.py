"""What a page type shows is registered once: a second registration is an error, never a silent loss."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from fedcms.core.pages.registered_views import register_context, register_view
from home.models import HomePage, ManifestoPage


def no_context(page: Page, request: HttpRequest) -> dict[str, object]:
    """Adds nothing."""
    return {}


def no_answer(page: Page, request: HttpRequest) -> HttpResponse:
    """Shows nothing."""
    return HttpResponse()


def test_a_second_context_of_a_type_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="HomePage has a context already"):
        register_context(HomePage, no_context)


def test_a_second_view_of_a_route_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="ManifestoPage has a view named 'manifesto'"):
        register_view(ManifestoPage, no_answer, "manifesto")
