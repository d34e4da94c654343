"""Answers 404 for addresses with a null character, which PostgreSQL refuses."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase

NULL = "\0"


def no_null_in_paths(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Middleware that answers 404 for an address with a null character, before anything asks the database for it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if NULL in request.path_info:
            raise Http404
        return get_response(request)

    return answer
