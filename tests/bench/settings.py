"""The site as in production, with one address more: a view that returns a constant behind the same middleware."""

from fedcms.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
