"""Contexts of a browser that tests use one after the other: what one left is forgotten, but the pages' own files.

A new context costs most of a second, and its first page of the admin reads and compiles a megabyte of scripts again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext

PATIENCE_MS = 20_000
KEPT_BY_ORIGINS = "cookies,local_storage,indexeddb,service_workers,cache_storage"


class Contexts:
    """Contexts of one browser with the same options. Whoever takes one gives it back, without using it again."""

    def __init__(self, browser: Browser, **options: object) -> None:
        self._browser = browser
        self._options = options
        self._free: list[BrowserContext] = []

    def take(self) -> BrowserContext:
        """Returns a context that remembers nobody, without a page."""
        if self._free:
            return self._free.pop()
        context = self._browser.new_context(**self._options)  # type: ignore[arg-type]  # options by name
        context.set_default_timeout(PATIENCE_MS)
        return context

    def give_back(self, context: BrowserContext) -> None:
        """Closes the pages, and forgets whom and what they kept: cookies, permissions, routes and storage."""
        context.unroute_all()
        context.set_offline(False)
        origins = {
            f"{at.scheme}://{at.netloc}" for at in (urlsplit(page.url) for page in context.pages) if at.netloc
        }
        page = context.new_page()
        session = context.new_cdp_session(page)
        for origin in origins:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": KEPT_BY_ORIGINS})
        for each in context.pages:
            each.close()
        context.clear_cookies()
        context.clear_permissions()
        self._free.append(context)

    @contextmanager
    def one(self) -> Iterator[BrowserContext]:
        """A context for the time of a test."""
        context = self.take()
        try:
            yield context
        finally:
            self.give_back(context)

    def close(self) -> None:
        """Ends them all."""
        for context in self._free:
            context.close()
