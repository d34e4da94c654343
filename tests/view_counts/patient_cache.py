"""Django's cache middleware, told to keep pages although their headers say that they are to be asked for again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.cache import UpdateCacheMiddleware

PATIENT = "tests.view_counts.patient_cache.PatientUpdate"


class PatientUpdate(UpdateCacheMiddleware):
    """Keeps each page for CACHE_MIDDLEWARE_SECONDS, as Django's `cache_page` does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self.page_timeout = self.cache_timeout
