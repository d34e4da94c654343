"""Settings of the development server: reload, debug pages, and the pattern library at /pattern-library/."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, STORAGES

DEBUG = True
SECRET_KEY = "development-only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Nobody but the developer reaches this server; benchmarks ask the admin as a publisher.
FEDCMS_SECOND_FACTOR_REQUIRED = False
# Benchmarks and evaluations (tests/quality).
INSTALLED_APPS = [*INSTALLED_APPS, "fedcms.patterns", "tests.quality"]
ROOT_URLCONF = "fedcms.dev_urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
