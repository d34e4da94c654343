"""Drafts may be unfinished; what is published may not: the form of content pages, and words where Wagtail would fail.

Wagtail lets required fields of its forms be empty in a draft, so that its saving as one types never fails. What a
content page must say besides (its summary, the organisation of a story) follows the same rule here. A draft can still
reach publication without its form, by the explorer's bulk action or a reviewer's approval: Wagtail then checks the
page and lets the error through, which would be a bare 500.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


class RequiredToPublishForm:
    """First base of a page form: asks for what a published page must have, in a draft for nothing of it."""

    instance: Any
    fields: dict[str, Any]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in self.instance.required_to_publish:
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = self.instance.required_to_publish[name]

    def defer_required_fields(self) -> None:
        """Wagtail saves a draft."""
        super().defer_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = True

    def restore_required_fields(self) -> None:
        """Wagtail shows the form again."""
        super().restore_required_fields()  # type: ignore[misc]  # a mixin
        self.instance.is_unfinished = False


class UnfinishedPages:
    """Middleware: in the admin, a page that cannot be published says what it lacks. Nothing was written.

    Wagtail's bulk actions and workflow actions are transactions, so the error has undone all of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do around the view."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Back to where the person came from, with the reasons; other errors are not handled here."""
        match = request.resolver_match
        if not isinstance(exception, ValidationError) or match is None or not _publishes(match.view_name):
            return None
        reasons = " ".join(exception.messages)
        text = _("Rien n’a été publié : une page n’est pas finie. %(reasons)s") % {"reasons": reasons}
        messages.error(request, text)
        target = request.POST.get("next") or request.GET.get("next") or request.headers.get("referer", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = resolve_url("wagtailadmin_home")
        return HttpResponseRedirect(target)


def _publishes(view_name: str) -> bool:
    return view_name == "wagtail_bulk_action" or view_name.startswith("wagtailadmin_pages:")
