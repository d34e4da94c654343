"""Search: Wagtail's own (the admin) and the federated one (the public site)."""

from environs import Env

env = Env()

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Unset: full text of the database that is there. See search/engines and docs/search.md.
FEDCMS_SEARCH_URL = env.str("FEDCMS_SEARCH_URL", "")
FEDCMS_SEARCH_INDEX = "federation"

# Clusters' own sites (docs/harvesting.md). Seconds between two harvests of a source, and of silence between two requests
# to one host; seconds and bytes that a request may take in all, seconds for the connection; items taken of a source.
FEDCMS_HARVEST_INTERVAL = env.float("FEDCMS_HARVEST_INTERVAL", 3600.0)
FEDCMS_HARVEST_HOST_SECONDS = env.float("FEDCMS_HARVEST_HOST_SECONDS", 1.0)
FEDCMS_HARVEST_SECONDS = env.float("FEDCMS_HARVEST_SECONDS", 20.0)
FEDCMS_HARVEST_CONNECT_SECONDS = env.float("FEDCMS_HARVEST_CONNECT_SECONDS", 5.0)
FEDCMS_HARVEST_BYTES = env.int("FEDCMS_HARVEST_BYTES", 5_000_000)
FEDCMS_HARVEST_ITEMS = env.int("FEDCMS_HARVEST_ITEMS", 1000)
# Networks that may be asked though they are not public. Tests open 127.0.0.0/8 for themselves; a site opens none.
FEDCMS_HARVEST_OPEN_NETWORKS: list[str] = []
