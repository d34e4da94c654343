"""Lets other apps read an address with the guards of the harvest (fedcms.core.http.foreign_fetch)."""

from django.conf import settings

from fedcms.core.http.foreign_fetch import NotFetchedError
from search.harvest.errors import HarvestError, unexpected_too
from search.harvest.fetching import Fetcher, Limits


def fetch_body(address: str, size: int) -> bytes:
    """Returns what stands at a public address. Raises `NotFetchedError` with words for people."""
    try:
        with unexpected_too("An address for another app"):
            return Fetcher(Limits(settings.FEDCMS_HARVEST_SECONDS, size)).fetch(address).body
    except HarvestError as error:
        raise NotFetchedError(str(error.failure.label)) from error
