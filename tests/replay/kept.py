"""Says in a header what metrics know as well: that an answer comes from the page cache of the process."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
HEADER = "X-Kept"


def says_kept(get_response: GetResponse) -> GetResponse:
    """Returns the middleware."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if getattr(request, "is_from_page_cache", False):
            response[HEADER] = "1"
        return response

    return middleware
