"""Search: Wagtail's own (the admin) and the federated one (the public site)."""

from environs import Env

env = Env()

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Unset: full text of the database that is there. See search/engines and docs/search.md.
FEDCMS_SEARCH_URL = env.str("FEDCMS_SEARCH_URL", "")
FEDCMS_SEARCH_INDEX = "federation"
