"""Locks a page before a view of the admin reads it: of two forms sent at once, the second sees what the first did.

Wagtail's views read the page, its task and its latest revision when they are set up, long before they write
(wagtail #14460): two clicks on one button would both find the task open.
"""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page

from fedcms.core.pages.write_locks import lock_with_pages

View = Callable[..., HttpResponseBase]


def with_locked_page(view: View) -> View:
    """Wraps a view of the page `page_id`: a POST runs in one transaction, which first locks the page."""

    @wraps(view)
    def locked(request: HttpRequest, *args: object, page_id: int, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, page_id=page_id, **kwargs)
        with transaction.atomic():
            if page := Page.objects.filter(pk=page_id).first():
                lock_with_pages(page)
            return view(request, *args, page_id=page_id, **kwargs)

    return locked
