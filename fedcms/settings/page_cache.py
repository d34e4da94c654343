"""Settings of caches of pages (docs/operations/page-cache.md)."""

from environs import Env, validate

env = Env()

# How long a shared cache (nginx, a CDN) may answer with a page without asking again; 0: it asks each time.
FEDCMS_SHARED_CACHE_SECONDS = env.int("FEDCMS_SHARED_CACHE_SECONDS", 0, validate=validate.Range(min=0))
