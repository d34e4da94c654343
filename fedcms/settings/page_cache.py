"""Settings of caches of pages (docs/operations/page-cache.md, docs/operations/offline.md)."""

from pathlib import Path

from environs import Env, validate

env = Env()

# How long a shared cache (nginx, a CDN) may answer with a page without asking again; 0: it asks each time.
FEDCMS_SHARED_CACHE_SECONDS = env.int("FEDCMS_SHARED_CACHE_SECONDS", 0, validate=validate.Range(min=0))
# Proxies that drop pages by tag (Varnish): the worker tells them. Shared caches then hold what can be dropped alone.
_doors: list[str] = env.list("FEDCMS_PURGE_URLS", [])
FEDCMS_PURGE_URLS = [each.strip() for each in _doors if each.strip()]
# Whether each process keeps public pages until what they show changes.
FEDCMS_PAGE_CACHE = env.bool("FEDCMS_PAGE_CACHE", False)
# The megabytes that a process keeps at most.
FEDCMS_PAGE_CACHE_MB = env.int("FEDCMS_PAGE_CACHE_MB", 64, validate=validate.Range(min=1))
# Where processes share what they keep: valkey://host:6379/0, valkeys:// or unix:///path; empty: each has its own.
FEDCMS_PAGE_CACHE_URL = env.str("FEDCMS_PAGE_CACHE_URL", "")
# The seconds after which a process asks the database again what changed: how long a page may be old.
FEDCMS_PAGE_CACHE_LOOK_SECONDS = env.float(
    "FEDCMS_PAGE_CACHE_LOOK_SECONDS", 0.5, validate=validate.Range(min=0, max=2)
)
# Where the processes of one machine tell one another what they dropped, for when the database is away.
_var = Path(env.str("FEDCMS_VAR_DIR", str(Path(__file__).resolve().parent.parent.parent / "var")))
FEDCMS_PAGE_CACHE_DIR: Path | None = Path(env.str("FEDCMS_PAGE_CACHE_DIR", str(_var / "page-cache")))
# Whether pages go on for longer than a minute where the database's address refuses: a firewall, a pooler and a proxy do
# so in the database's place, so that only the operator knows whether nobody else can write then.
FEDCMS_PAGE_CACHE_WHILE_REFUSED = env.bool("FEDCMS_PAGE_CACHE_WHILE_REFUSED", False)

# Whether browsers keep the last pages read, the agenda and the contacts; when not, they erase what they kept.
FEDCMS_OFFLINE_PAGES = env.bool("FEDCMS_OFFLINE_PAGES", True)
