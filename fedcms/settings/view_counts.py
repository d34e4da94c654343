"""Settings of page views (docs/operations/page-views.md)."""

from environs import Env, validate

env = Env()

# Seconds between two writes of what a process has counted (0: only when called): what a kill loses at most.
FEDCMS_PAGE_VIEWS_SECONDS = env.float("FEDCMS_PAGE_VIEWS_SECONDS", 10.0)
# Counts are kept by day for two years and a month: any month can be compared with the same one of last year, twice.
FEDCMS_PAGE_VIEWS_KEEP_DAYS = env.int("FEDCMS_PAGE_VIEWS_KEEP_DAYS", 761, validate=validate.Range(min=1))
# The most referring hosts of a page, a day and a language; the rest is one number.
FEDCMS_PAGE_VIEWS_HOSTS = env.int("FEDCMS_PAGE_VIEWS_HOSTS", 20, validate=validate.Range(min=0))
# The log that nginx writes of the pages it answers from its cache; empty: none. The worker reads it.
FEDCMS_PAGE_VIEWS_LOG = env.str("FEDCMS_PAGE_VIEWS_LOG", "")
